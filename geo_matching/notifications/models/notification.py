"""A message to somebody: kept in the account, and sent by e-mail as well where there is one."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

from geo_matching.accounts.models import User


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(recipient=user) if isinstance(user, User) else self.none()

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def to_send(self) -> Self:
        """Keep what an e-mail is still owed for; neither sent nor given up."""
        return self.filter(emailed_at__isnull=True, failed_at__isnull=True).exclude(email="")

    def mark_read(self) -> int:
        return self.unread().update(read_at=timezone.now())


class Notification(models.Model):
    """Without an account (a legal representative, a tutor) only `email` says who gets it."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="notifications",
        verbose_name="destinataire",
    )
    email = models.EmailField("adresse électronique", blank=True)
    # Name of its template.
    kind = models.CharField("modèle", max_length=60)
    # Nothing personal stands in a subject: it shows on locked screens and in logs of mail servers.
    subject = models.CharField("objet", max_length=150)
    body = models.TextField("texte")
    # Where to act, on this site; may hold a one-time token.
    path = models.CharField("lien", max_length=300, blank=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    read_at = models.DateTimeField("lu le", null=True, blank=True)
    emailed_at = models.DateTimeField("envoyé le", null=True, blank=True)
    # After too many tries, or when the server refused the address: an administrator may try again.
    failed_at = models.DateTimeField("abandonné le", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("essais d'envoi", default=0)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        verbose_name_plural = "messages"
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(fields=["recipient", "read_at"], name="notification_unread"),
            models.Index(
                fields=["created_at"],
                condition=models.Q(emailed_at__isnull=True, failed_at__isnull=True)
                & ~models.Q(email=""),
                name="notification_to_send",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
