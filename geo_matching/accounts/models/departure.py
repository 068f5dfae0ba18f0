"""Why accounts are deleted: counted, without anybody's name."""

from django.db import models

from geo_matching.accounts.roles import Role


class Departure(models.Model):
    class Reason(models.TextChoices):
        FOUND = "found", "J'ai ce qu'il me fallait"
        USELESS = "useless", "Le service ne m'a pas aidé"
        COMPLICATED = "complicated", "C'est trop compliqué"
        MESSAGES = "messages", "Je reçois trop de messages"
        PRIVACY = "privacy", "Je ne veux pas laisser mes données"
        OTHER = "other", "Autre raison"

    role = models.CharField("rôle", max_length=13, choices=Role)
    reason = models.CharField("raison", max_length=11, choices=Reason, blank=True)
    left_on = models.DateField("jour du départ", auto_now_add=True)

    class Meta:
        verbose_name = "départ"
        verbose_name_plural = "départs"
        ordering = ("-left_on", "-pk")

    def __str__(self) -> str:
        return f"{self.get_role_display()}\u202f: {self.get_reason_display() or '-'}"
