"""An offer being written: kept at each step, so that nothing typed is lost."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models

from geo_matching.accounts.models import User
from geo_matching.accounts.permissions import may
from offers.models.host import Host
from offers.models.offer import Offer


class OfferDraftQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep the user's own: a draft is nobody else's before it is published."""
        return self.filter(user=user) if may(user, "offers.post") else self.none()


class OfferDraft(models.Model):
    """`data` holds what was typed at each step, unchecked: {"where": {"street": ["..."]}, ...}."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="offer_drafts",
        verbose_name="compte",
    )
    # A host of the user's team; null while the host is new.
    host = models.ForeignKey(
        Host,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="drafts",
        verbose_name="structure",
    )
    # The offer that is being changed; null for a new one.
    offer = models.ForeignKey(
        Offer,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="drafts",
        verbose_name="offre modifiée",
    )
    data = models.JSONField("saisie", default=dict, blank=True)
    # The first step that is still to be done; one more than there are: only publishing is left.
    step = models.PositiveSmallIntegerField("étape à faire", default=1)
    created_at = models.DateTimeField("commencé le", auto_now_add=True)
    updated_at = models.DateTimeField("enregistré le", auto_now=True)

    objects = OfferDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "brouillon d'offre"
        verbose_name_plural = "brouillons d'offres"
        ordering = ("-updated_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["user", "offer"], name="one_draft_a_changed_offer"),
        ]

    def __str__(self) -> str:
        return self.title or "Offre sans titre"

    @property
    def title(self) -> str:
        return self.typed("content", "title")

    def typed(self, step: str, field: str) -> str:
        """Return what was typed last into a field, "" when nothing was."""
        values = self.data.get(step, {}).get(field) or [""]
        return str(values[-1]).strip()
