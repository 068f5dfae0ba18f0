"""A link by which a co-worker without an account reads one application and answers it."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from geo_matching.applications.models.application import Application
from geo_matching.common.one_time import digest_of, new_secret

VALID = dt.timedelta(days=30)


class AnswerLinkQuerySet(models.QuerySet):
    def issue(self, application: Application, made_by: models.Model | None) -> str:
        """Make a link for an application and return its token, which is shown only now."""
        token = new_secret()
        self.create(
            application=application,
            token_hash=digest_of(token),
            made_by=made_by,
            expires_at=timezone.now() + VALID,
        )
        return token

    def of_token(self, token: str) -> Self:
        return self.filter(token_hash=digest_of(token))


class AnswerLink(models.Model):
    application = models.ForeignKey(
        Application,
        on_delete=models.CASCADE,
        related_name="answer_links",
        verbose_name="candidature",
    )
    token_hash = models.CharField("empreinte", max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="transmis par",
    )
    made_at = models.DateTimeField("transmis le", auto_now_add=True)
    expires_at = models.DateTimeField("valable jusqu'au")

    objects = AnswerLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien de réponse"
        verbose_name_plural = "liens de réponse"

    def __str__(self) -> str:
        return f"{self.application_id} / {self.made_at:%d/%m/%Y}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()
