"""The days of an offer that several hosts share, each day at its own place."""

from django.db import models

from geo_matching.common.text import time_in_words
from offers.hours import DAYS
from offers.models.offer import Offer
from offers.models.site import Site


class OfferDay(models.Model):
    """Only offers that change place have days; the others are at `Offer.site` all week."""

    offer = models.ForeignKey(
        Offer, on_delete=models.CASCADE, related_name="days", verbose_name="offre"
    )
    day = models.CharField("jour", max_length=8, choices=[(day, day) for day in DAYS])
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="offer_days", verbose_name="lieu"
    )
    start_s = models.PositiveIntegerField("début (s)")
    end_s = models.PositiveIntegerField("fin (s)")

    class Meta:
        verbose_name = "jour d'une offre à plusieurs lieux"
        verbose_name_plural = "jours des offres à plusieurs lieux"
        ordering = ("offer", "pk")
        constraints = [
            models.UniqueConstraint(fields=["offer", "day"], name="one_place_a_day_of_an_offer"),
            models.CheckConstraint(
                condition=models.Q(end_s__gt=models.F("start_s")), name="a_day_goes_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}, {time_in_words(self.start_s)} - {time_in_words(self.end_s)}"
