"""What only a partner's offer has, beside the ordinary offer that pupils see."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from offers.models.offer import Offer


class PartnerDetails(models.Model):
    """Grades and names as the partner gave them.

    An offer for pupils of seconde only is kept for its partner and never shown: its `Offer` has no
    date of publication then, and `published_at` here is what the partner is told.
    """

    offer = models.OneToOneField(
        Offer,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="partner_details",
        verbose_name="offre",
    )
    grades = ArrayField(models.CharField("classe", max_length=9), verbose_name="classes")
    employer_chosen_name = models.CharField("nom choisi", max_length=150, blank=True)
    published_at = models.DateTimeField("publiée le, selon le partenaire", null=True)

    class Meta:
        verbose_name = "précisions d'un partenaire"
        verbose_name_plural = "précisions des partenaires"

    def __str__(self) -> str:
        return str(self.offer_id)
