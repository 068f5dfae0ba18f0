"""What a host writes to a pupil beside its answer."""

from django.conf import settings
from django.db import models

from geo_matching.applications.models.application import Application


class HostMessage(models.Model):
    """Read by the pupil and by the host's team only."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="messages", verbose_name="candidature"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="auteur",
    )
    text = models.TextField("message", max_length=1000)
    sent_at = models.DateTimeField("envoyé le", auto_now_add=True)

    class Meta:
        verbose_name = "message d'une structure"
        verbose_name_plural = "messages des structures"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.application_id} / {self.sent_at:%d/%m/%Y}"
