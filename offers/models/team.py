"""Who acts for a host: its team."""

from django.conf import settings
from django.db import models

from offers.models.host import Host


class HostMember(models.Model):
    host = models.ForeignKey(
        Host, on_delete=models.CASCADE, related_name="members", verbose_name="structure"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="host_memberships",
        verbose_name="compte",
    )
    joined_at = models.DateTimeField("membre depuis", auto_now_add=True)

    class Meta:
        verbose_name = "membre d'une structure"
        verbose_name_plural = "membres des structures"
        constraints = [
            models.UniqueConstraint(fields=["host", "user"], name="one_row_a_member_of_a_host"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} / {self.host_id}"
