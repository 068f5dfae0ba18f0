"""How often pupils went on to a partner's own page of an offer."""

import datetime as dt

from django.db import models
from django.db.models import F

from offers.models import Offer


class PermalinkClicksQuerySet(models.QuerySet):
    def count_one(self, offer: Offer, day: dt.date) -> None:
        """Add one to the figure of a day, in one statement where it exists."""
        row = self.filter(offer=offer, day=day)
        if row.update(clicks=F("clicks") + 1):
            return
        self.bulk_create([self.model(offer=offer, day=day, clicks=0)], ignore_conflicts=True)
        row.update(clicks=F("clicks") + 1)


class PermalinkClicks(models.Model):
    """One figure an offer and day; who clicked is not kept."""

    offer = models.ForeignKey(
        Offer, on_delete=models.CASCADE, related_name="permalink_clicks", verbose_name="offre"
    )
    day = models.DateField("jour")
    clicks = models.PositiveIntegerField("clics", default=0)

    objects = PermalinkClicksQuerySet.as_manager()

    class Meta:
        verbose_name = "clics vers un partenaire"
        verbose_name_plural = "clics vers les partenaires"
        constraints = [
            models.UniqueConstraint(fields=["offer", "day"], name="one_row_a_day_of_clicks"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} / {self.day}"
