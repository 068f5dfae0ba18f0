"""A partner of the API (association, ministry, local authority), its people and its keys."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from geo_matching.accounts.models.user import User
from geo_matching.common.one_time import digest_of, new_secret
from qpv_data.models import Departement

TOKEN_START = "st3_"  # noqa: S105 - how tokens begin, so that leaked ones can be searched for
SHOWN_CHARACTERS = 12
# How the source of an offer that a partner sent begins.
SOURCE = "partner"


class Partner(models.Model):
    """Whoever posts offers by the API: its offers have `source`, and its hosts' keys begin so."""

    name = models.CharField("nom", max_length=150, unique=True)
    full_access = models.BooleanField(
        "peut chercher parmi toutes les offres ouvertes", default=False
    )
    open_data = models.BooleanField("ses offres sont ouvertes aux autres", default=False)
    masked_data = models.BooleanField("le nom des structures est caché", default=False)
    departements = models.ManyToManyField(
        Departement,
        blank=True,
        related_name="+",
        verbose_name="départements où chercher",
        help_text="Aucun\u202f: toute la France.",
    )
    webhook_url = models.URLField("adresse de rappel", max_length=300, blank=True)
    # The secret itself is derived, not stored: the next number makes another one.
    webhook_key_number = models.PositiveIntegerField("numéro du secret de rappel", default=1)
    webhook_told_until = models.DateTimeField("rappels faits jusqu'au", null=True, blank=True)
    webhook_result = models.CharField("dernier rappel", max_length=200, blank=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    class Meta:
        verbose_name = "partenaire"
        verbose_name_plural = "partenaires"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def source(self) -> str:
        return f"{SOURCE}:{self.pk}"

    @staticmethod
    def id_of(source: str) -> int | None:
        """Return the key of the partner whose `source` this is, None for any other source."""
        kind, _, key = source.partition(":")
        return int(key) if kind == SOURCE and key.isdecimal() else None

    @property
    def webhook_secret(self) -> str:
        """What the partner checks our signatures with."""
        number = f"{self.pk}:{self.webhook_key_number}"
        return salted_hmac("partner webhook", number, algorithm="sha256").hexdigest()


class PartnerMember(models.Model):
    """A person who acts for a partner: one partner each."""

    partner = models.ForeignKey(
        Partner, on_delete=models.CASCADE, related_name="members", verbose_name="partenaire"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="partner_membership",
        verbose_name="compte",
    )

    class Meta:
        verbose_name = "compte d'un partenaire"
        verbose_name_plural = "comptes des partenaires"

    def __str__(self) -> str:
        return f"{self.partner_id} / {self.user_id}"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def live(self) -> Self:
        return self.filter(revoked_at__isnull=True)


class ApiToken(models.Model):
    """A permanent key; only its digest is kept: 256 random bits need no slow hash."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="api_tokens",
        verbose_name="compte",
    )
    label = models.CharField("usage", max_length=60)
    prefix = models.CharField("début", max_length=SHOWN_CHARACTERS)
    digest = models.CharField("empreinte", max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    last_used_on = models.DateField("dernier usage", null=True, blank=True)
    revoked_at = models.DateTimeField("révoquée le", null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = "clé d'accès à l'API"
        verbose_name_plural = "clés d'accès à l'API"
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.prefix}..."

    @classmethod
    def make(cls, user: User, label: str) -> tuple["ApiToken", str]:
        """Return a new key and its text, which nobody can read again."""
        text = TOKEN_START + new_secret()
        token = cls.objects.create(
            user=user, label=label, prefix=text[:SHOWN_CHARACTERS], digest=digest_of(text)
        )
        return token, text

    def revoke(self) -> None:
        if self.revoked_at is None:
            self.revoked_at = timezone.now()
            self.save(update_fields=["revoked_at"])
