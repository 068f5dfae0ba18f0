"""An invitation into a host's team, by a one-time link in an e-mail."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone

from geo_matching.common.one_time import digest_of
from offers.models.host import Host

VALID_FOR = dt.timedelta(days=14)


class HostInvitationQuerySet(models.QuerySet["HostInvitation"]):
    def open(self) -> "HostInvitationQuerySet":
        """Keep those that can still be accepted."""
        return self.filter(accepted_at__isnull=True, created_at__gt=timezone.now() - VALID_FOR)

    def by_token(self, token: str) -> "HostInvitationQuerySet":
        return self.filter(token_hash=digest_of(token))


class HostInvitation(models.Model):
    host = models.ForeignKey(
        Host, on_delete=models.CASCADE, related_name="invitations", verbose_name="structure"
    )
    email = models.EmailField("adresse électronique")
    # The link is a secret: only its hash is kept.
    token_hash = models.CharField("empreinte du lien", max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="invité par",
    )
    created_at = models.DateTimeField("envoyée le", default=timezone.now)
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)

    objects = HostInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation dans une équipe"
        verbose_name_plural = "invitations dans les équipes"
        constraints = [
            models.UniqueConstraint(fields=["host", "email"], name="one_invitation_a_host_email"),
        ]

    def __str__(self) -> str:
        return f"{self.host_id} ({self.created_at:%Y-%m-%d})"
