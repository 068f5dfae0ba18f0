"""The one-time secret that a school prints beside a pupil's code, until the pupil has a password."""

from django.conf import settings
from django.db import models


class Activation(models.Model):
    """One row a pupil; the secret itself stands on paper only."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="activation",
        verbose_name="compte",
    )
    secret_hash = models.CharField("empreinte du code secret", max_length=64)
    expires_at = models.DateTimeField("valable jusqu'au")
    attempts = models.PositiveSmallIntegerField("essais manqués", default=0)

    class Meta:
        verbose_name = "première connexion"
        verbose_name_plural = "premières connexions"

    def __str__(self) -> str:
        return f"{self.user_id}"
