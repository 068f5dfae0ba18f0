"""What somebody asked for when signing up: a role and the place where it should count."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models

from geo_matching.accounts.models.scope import FIELDS, Place, TerritoryScope
from geo_matching.accounts.roles import Role

# How long a collège may answer for somebody, before it has to be asked again.
VALID = dt.timedelta(days=14)


class AccessRequestQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Keep those somebody must look at: the address is verified, nothing is decided."""
        return self.filter(decision=AccessRequest.Decision.WAITING, verified_at__isnull=False)


class AccessRequest(Place):
    """School staff get in by the mailbox of their collège, or once a colleague knows them.

    The others wait for an administrator, who may decide on school staff too.
    """

    class Decision(models.TextChoices):
        WAITING = "waiting", "en attente"
        GRANTED = "granted", "acceptée"
        REFUSED = "refused", "refusée"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="access_request",
        verbose_name="compte",
    )
    role = models.CharField("rôle demandé", max_length=13, choices=Role)
    # "" for a partner: its rows are its own, whatever the territory.
    level = models.CharField(
        "échelon", max_length=12, choices=TerritoryScope.Level, blank=True, default=""
    )
    organisation = models.CharField("organisme ou service", max_length=150, blank=True)
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    verified_at = models.DateTimeField("adresse vérifiée le", null=True, blank=True)
    decision = models.CharField(
        "décision", max_length=8, choices=Decision, default=Decision.WAITING
    )
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    # Of school staff with an address of the académie: when their collège was asked last, and what
    # is kept of the link that it got.
    asked_at = models.DateTimeField("collège interrogé le", null=True, blank=True)
    link_hash = models.CharField(
        "empreinte du lien", max_length=64, unique=True, null=True, blank=True, editable=False
    )
    # Null: the collège's mailbox decided, by being the account's address or by the link it got.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="décidée par",
    )

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande d'accès"
        verbose_name_plural = "demandes d'accès"
        ordering = ("-created_at", "-pk")
        indexes = [models.Index(fields=["decision", "verified_at"], name="access_request_queue")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.place_name}".strip()

    @property
    def answer_until(self) -> dt.datetime | None:
        """Until when its collège may answer, None for whom no collège was asked about."""
        return self.asked_at + VALID if self.asked_at else None

    @property
    def place(self) -> Any:
        """The collège, département, académie or région asked for; None for France or nothing."""
        return getattr(self, self.level) if self.level in FIELDS else None

    @property
    def place_name(self) -> str:
        return "" if not self.level else str(self.place or self.get_level_display())
