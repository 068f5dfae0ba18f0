"""Who changed what in an offer, and when."""

from django.conf import settings
from django.db import models

from offers.models.offer import Offer


class OfferRevision(models.Model):
    """`changes` is [{"field", "before", "after"}] in words, empty where the action says it all."""

    class Action(models.TextChoices):
        PUBLISHED = "published", "Offre publiée"
        CHANGED = "changed", "Offre modifiée"
        UNPUBLISHED = "unpublished", "Offre retirée du site"
        PUBLISHED_AGAIN = "again", "Offre remise en ligne"
        REMOVED = "removed", "Offre supprimée"

    offer = models.ForeignKey(
        Offer, on_delete=models.CASCADE, related_name="revisions", verbose_name="offre"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="offer_revisions",
        verbose_name="par",
    )
    at = models.DateTimeField("le", auto_now_add=True)
    action = models.CharField("action", max_length=12, choices=Action)
    changes = models.JSONField("changements", default=list, blank=True)

    class Meta:
        verbose_name = "étape de la vie d'une offre"
        verbose_name_plural = "historique des offres"
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_action_display()} ({self.offer_id})"
