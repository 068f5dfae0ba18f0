"""Who of the service's team looked at what is somebody else's, and why."""

from django.conf import settings
from django.db import models


class AccessLog(models.Model):
    """Written before the thing is shown; never changed, never removed by a page."""

    class Kind(models.TextChoices):
        ACTING = "acting", "a agi comme cette personne"
        READING = "reading", "a lu un message d'élève"
        ERASING = "erasing", "a effacé cette personne"

    administrator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="administrateur",
    )
    kind = models.CharField("ce qui a été fait", max_length=10, choices=Kind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="personne concernée",
    )
    reason = models.CharField("motif", max_length=300)
    at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "accès justifié"
        verbose_name_plural = "accès justifiés"
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="access_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.administrator} {self.get_kind_display()}"
