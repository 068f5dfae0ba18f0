"""An offer that somebody keeps for later."""

from django.conf import settings
from django.db import models

from offers.models.offer import Offer


class Favourite(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="favourites",
        verbose_name="compte",
    )
    offer = models.ForeignKey(
        Offer, on_delete=models.CASCADE, related_name="favourites", verbose_name="offre"
    )
    kept_at = models.DateTimeField("gardée le", auto_now_add=True)

    class Meta:
        verbose_name = "offre gardée"
        verbose_name_plural = "offres gardées"
        ordering = ("-kept_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["user", "offer"], name="one_row_a_favourite"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} / {self.offer_id}"
