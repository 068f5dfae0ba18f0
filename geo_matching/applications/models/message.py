"""What a pupil and a host write to each other about an application."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models

from geo_matching.accounts.models import User
from geo_matching.accounts.permissions import Rule, rule_for
from geo_matching.applications.models.application import Application

LONGEST = 1200


class ApplicationMessageQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep those of a pupil, of the hosts of a team, or of the pupils of one's collège."""
        rule = rule_for(user, "messages.read")
        if rule == Rule.OWN:
            return self.filter(application__student__user=user)
        if rule == Rule.TEAM:
            return self.filter(application__offer__site__host__members__user=user)
        if rule == Rule.TERRITORY and isinstance(user, User):
            return self.filter(application__student__college__in=user.scopes.all().colleges())
        return self.none()

    def reported(self) -> Self:
        return self.filter(reported_at__isnull=False)


class ApplicationMessage(models.Model):
    """Read by the pupil, the host's team and the pupil's teachers; erased with the application."""

    class Side(models.TextChoices):
        PUPIL = "pupil", "élève"
        HOST = "host", "structure"

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="messages", verbose_name="candidature"
    )
    side = models.CharField("écrit par", max_length=5, choices=Side)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="auteur",
    )
    text = models.TextField("message", max_length=LONGEST)
    sent_at = models.DateTimeField("envoyé le", auto_now_add=True)
    reported_at = models.DateTimeField("signalé le", null=True, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="signalé par",
    )
    # When a moderator read the report, and when it took the message off the pages.
    decided_at = models.DateTimeField("signalement relu le", null=True, blank=True)
    removed_at = models.DateTimeField("retiré le", null=True, blank=True)

    objects = ApplicationMessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message d'une candidature"
        verbose_name_plural = "messages des candidatures"
        ordering = ("pk",)
        indexes = [
            models.Index(
                fields=["reported_at"],
                condition=models.Q(reported_at__isnull=False),
                name="message_reported",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} / {self.sent_at:%d/%m/%Y}"

    @property
    def is_from_pupil(self) -> bool:
        return self.side == self.Side.PUPIL
