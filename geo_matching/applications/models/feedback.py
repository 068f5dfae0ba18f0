"""What a pupil or a teacher said after the week: short answers and, if they like, a few words."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models

from geo_matching.accounts.models import User
from geo_matching.accounts.permissions import Rule, rule_for
from geo_matching.applications.models.application import Application
from offers.models import Offer


class FeedbackQuerySet(models.QuerySet):
    def read_by(self, user: User | AnonymousUser) -> Self:
        """Keep what was said of the hosts whose team this user is in."""
        if rule_for(user, "applications.answer") == Rule.TEAM:
            return self.filter(offer__site__host__members__user=user)
        return self.none()


class Feedback(models.Model):
    """One answer a person and application; without a name it outlives both, for the offer."""

    class Voice(models.TextChoices):
        PUPIL = "pupil", "élève"
        TEACHER = "teacher", "enseignant"

    offer = models.ForeignKey(
        Offer, on_delete=models.CASCADE, related_name="feedback", verbose_name="offre"
    )
    application = models.ForeignKey(
        Application,
        null=True,
        on_delete=models.SET_NULL,
        related_name="feedback",
        verbose_name="candidature",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="auteur",
    )
    voice = models.CharField("voix", max_length=7, choices=Voice)
    # Name of the question -> 1 to 5 stars, or true and false.
    answers = models.JSONField("réponses")
    # Mean of the answers, 0 to 1.
    rating = models.FloatField("note")
    # Read by the host and by moderators only.
    comment = models.TextField("mot libre", max_length=600, blank=True)
    given_at = models.DateTimeField("donné le", auto_now_add=True)
    # By moderators. The row stays: without it another answer would move up and stand alone.
    taken_back_at = models.DateTimeField("retiré le", null=True, blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = "avis sur un stage"
        verbose_name_plural = "avis sur les stages"
        ordering = ("-given_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "author"], name="one_feedback_a_person_and_application"
            ),
            models.CheckConstraint(
                condition=models.Q(rating__gte=0, rating__lte=1), name="rating_is_0_to_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}\u202f: {self.rating:.2f}"

    @property
    def percent(self) -> int:
        return round(100 * self.rating)
