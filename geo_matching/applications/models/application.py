"""A pupil's application to an offer for one week, and the history of its states."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, When

from geo_matching.accounts.models import User
from geo_matching.accounts.permissions import Rule, rule_for
from geo_matching.applications.states import LIVE, SEATED, WAITING, State
from geo_matching.schools.models import Student
from offers.models import Offer
from offers.weeks import week_of


class ApplicationQuerySet(models.QuerySet):
    def followed_by(self, user: User | AnonymousUser) -> Self:
        """Keep what a pupil or its school follows."""
        rule = rule_for(user, "applications.follow")
        if rule == Rule.OWN:
            return self.filter(student__user=user)
        if rule == Rule.TERRITORY and isinstance(user, User):
            return self.filter(student__college__in=user.scopes.all().colleges())
        return self.none()

    def answered_by(self, user: User | AnonymousUser) -> Self:
        """Keep what came to the hosts whose team this user is in."""
        if rule_for(user, "applications.answer") == Rule.TEAM:
            return self.filter(offer__site__host__members__user=user)
        return self.none()

    def pupil_first(self) -> Self:
        """Put what waits for the pupil first, then its stage, what is under way, and the rest."""
        rank = Case(
            When(state=State.ACCEPTED, then=0),
            When(state=State.CONFIRMED, then=1),
            When(state__in=WAITING, then=2),
            default=3,
            output_field=models.IntegerField(),
        )
        return self.order_by(rank, "-submitted_at", "-pk")

    def with_people(self) -> Self:
        """Bring the pupil, its class and collège, the offer and its host along."""
        return self.select_related(
            "offer__site__host",
            "student__user",
            "student__college__commune",
            "student__school_class",
        )

    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def under_way(self, today: dt.date) -> Self:
        """Keep what can still be taken back: all that is live but stages that have begun."""
        return self.live().exclude(state=State.CONFIRMED, week__lte=week_of(today))

    def seated(self) -> Self:
        return self.filter(state__in=SEATED)


class Application(models.Model):
    """One row a pupil and offer, for ever: posting twice finds the first."""

    student = models.ForeignKey(
        Student, on_delete=models.CASCADE, related_name="applications", verbose_name="élève"
    )
    offer = models.ForeignKey(
        Offer, on_delete=models.PROTECT, related_name="applications", verbose_name="offre"
    )
    # ISO week as year * 100 + week.
    week = models.PositiveIntegerField("semaine")
    motivation = models.TextField("motivation", max_length=1500)
    # How the host reaches the pupil, if it chose to say.
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    state = models.CharField("état", max_length=19, choices=State, default=State.SUBMITTED)
    submitted_at = models.DateTimeField("envoyée le", auto_now_add=True)
    changed_at = models.DateTimeField("dernier changement", auto_now_add=True)
    # What the host wrote with its last decision.
    answer = models.TextField("réponse de la structure", max_length=1000, blank=True)
    # Until when the side whose turn it is may act (deadlines.py); null: nothing is waited for.
    due_at = models.DateTimeField("à traiter avant le", null=True, blank=True)
    # When that side was told that the end comes near.
    warned_at = models.DateTimeField("échéance rappelée le", null=True, blank=True)
    reminded_at = models.DateTimeField("relancée le", null=True, blank=True)
    was_restored = models.BooleanField("déjà renvoyée", default=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "candidature"
        verbose_name_plural = "candidatures"
        ordering = ("-submitted_at", "-pk")
        indexes = [
            models.Index(fields=["state", "changed_at"], name="application_deadlines"),
            models.Index(fields=["student", "state"], name="application_student_state"),
            # The order of every list of the administration.
            models.Index(fields=["-submitted_at", "-id"], name="application_latest"),
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="application_due",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "offer"], name="one_application_a_student_and_offer"
            ),
            models.UniqueConstraint(
                fields=["student"],
                condition=models.Q(state=State.CONFIRMED),
                name="one_confirmed_stage_a_student",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} / {self.student_id}\u202f: {self.get_state_display()}"


class ApplicationMove(models.Model):
    """One change of state: who, when, with which words."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="moves", verbose_name="candidature"
    )
    from_state = models.CharField("état quitté", max_length=19, choices=State, blank=True)
    to_state = models.CharField("nouvel état", max_length=19, choices=State)
    # Null: a deadline, or somebody with a one-time link.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="auteur",
    )
    message = models.TextField("mot joint", max_length=1000, blank=True)
    at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "étape d'une candidature"
        verbose_name_plural = "étapes des candidatures"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.from_state} -> {self.to_state}"
