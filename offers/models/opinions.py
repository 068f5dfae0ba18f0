"""What feedback adds up to: one row an offer that was rated, one a host that had to answer.

Kept apart from offers and hosts: imports copy those in whole, and most have nothing here.
"""

from django.db import models

from offers.models.host import Host
from offers.models.offer import Offer


class OfferOpinions(models.Model):
    """Sums over the answers to the questions after a stage; each rating is 0 to 1."""

    offer = models.OneToOneField(
        Offer,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="opinions",
        verbose_name="offre",
    )
    pupils = models.PositiveIntegerField("avis d'élèves", default=0)
    pupil_total = models.FloatField("somme des avis d'élèves", default=0)
    teachers = models.PositiveIntegerField("avis d'enseignants", default=0)
    teacher_total = models.FloatField("somme des avis d'enseignants", default=0)

    class Meta:
        verbose_name = "avis sur une offre"
        verbose_name_plural = "avis sur les offres"

    def __str__(self) -> str:
        return f"{self.offer_id}\u202f: {self.pupils} + {self.teachers}"


class HostAnswers(models.Model):
    """How a host answers applications, computed each night."""

    host = models.OneToOneField(
        Host,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="answers",
        verbose_name="structure",
    )
    due = models.PositiveIntegerField("réponses attendues", default=0)
    given = models.PositiveIntegerField("réponses données", default=0)
    # Sum over the given answers.
    days = models.FloatField("jours de réponse, en tout", default=0)

    class Meta:
        verbose_name = "réponses d'une structure"
        verbose_name_plural = "réponses des structures"

    def __str__(self) -> str:
        return f"{self.host_id}\u202f: {self.given} / {self.due}"
