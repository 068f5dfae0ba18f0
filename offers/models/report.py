"""Offers that somebody reported, what was decided, and what the host says against it."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Q

from geo_matching.accounts.models import PartnerMember, User
from geo_matching.accounts.permissions import Rule, rule_for
from offers.models.offer import Offer

SHORTEST, LONGEST = 10, 350


class Ground(models.TextChoices):
    SUSPICIOUS = "suspicious", "elle me paraît suspecte"
    INAPPROPRIATE = "inappropriate", "elle ne convient pas à des élèves de 3e"
    ADDRESS = "address", "l'adresse est fausse"
    FALSE = "false", "ce n'est pas un vrai stage"
    OTHER = "other", "autre chose"


class OfferReport(models.Model):
    """One report a person and offer: said twice, the first stands."""

    offer = models.ForeignKey(
        Offer, on_delete=models.CASCADE, related_name="reports", verbose_name="offre"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="signalée par",
    )
    ground = models.CharField("motif", max_length=13, choices=Ground)
    text = models.CharField(
        "explication", max_length=LONGEST, validators=[MinLengthValidator(SHORTEST)]
    )
    reported_at = models.DateTimeField("signalée le", auto_now_add=True)
    decision = models.ForeignKey(
        "offers.Decision",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reports",
        verbose_name="décision",
    )

    class Meta:
        verbose_name = "signalement"
        verbose_name_plural = "signalements"
        ordering = ("reported_at",)
        indexes = [
            models.Index(
                fields=["reported_at"],
                condition=models.Q(decision__isnull=True),
                name="report_waiting",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["offer", "user"], name="one_report_a_person_and_offer"),
        ]

    def __str__(self) -> str:
        return f"{self.offer}\u202f: {self.get_ground_display()}"


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep those on the offers of one's hosts, and on those that one's partner sent."""
        rule = rule_for(user, "offers.post")
        if rule == Rule.ALL:
            return self
        if rule != Rule.TEAM or not isinstance(user, User):
            return self.none()
        own = Q(offer__site__host__members__user=user)
        membership = PartnerMember.objects.filter(user=user).select_related("partner").first()
        if membership is not None:
            own |= Q(offer__source=membership.partner.source)
        return self.filter(own).distinct()


class Decision(models.Model):
    """What a moderator decided on an offer; `appeal` is the host's answer, once."""

    class Outcome(models.TextChoices):
        KEPT = "kept", "laissée en ligne"
        MASKED = "masked", "masquée"
        REMOVED = "removed", "supprimée"

    offer = models.ForeignKey(
        Offer, on_delete=models.CASCADE, related_name="decisions", verbose_name="offre"
    )
    outcome = models.CharField("décision", max_length=8, choices=Outcome)
    message = models.TextField("message à la structure", max_length=1000, blank=True)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="décidée par",
    )
    decided_at = models.DateTimeField("décidée le", auto_now_add=True)
    appeal = models.TextField("contestation", max_length=1000, blank=True)
    appealed_at = models.DateTimeField("contestée le", null=True, blank=True)
    # The decision that answers the appeal.
    answer = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="answered",
        verbose_name="réponse à la contestation",
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "décision de modération"
        verbose_name_plural = "décisions de modération"
        ordering = ("-decided_at", "-pk")

    def __str__(self) -> str:
        return f"{self.offer}\u202f: {self.get_outcome_display()}"
