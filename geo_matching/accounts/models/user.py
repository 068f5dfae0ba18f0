"""The service's one user: pupil, school staff, host, partner, state agent or administrator."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Lower, Upper
from django.utils import timezone

from geo_matching.accounts.roles import SCHOOL_STAFF, STATE_AGENTS, Role

# What stands where the name of somebody who left stood.
ERASED = "Compte supprimé"


class AccountManager(UserManager["User"]):
    def create_superuser(
        self,
        username: str,
        email: str | None = None,
        password: str | None = None,
        **extra_fields: Any,
    ) -> "User":
        """Make an administrator who gets in at once: whoever runs the command is trusted."""
        extra_fields.setdefault("role", Role.ADMINISTRATOR)
        extra_fields.setdefault("approved_at", timezone.now())
        user = super().create_superuser(username, email, password, **extra_fields)
        user.trust_email()
        return user


class User(AbstractUser):
    """A pupil signs in by the code in `username`, often without e-mail; no address is kept."""

    role = models.CharField("rôle", max_length=13, choices=Role, default=Role.HOST, db_index=True)
    # State agents and partners wait for an administrator; the others are approved when they arrive.
    approved_at = models.DateTimeField("approuvé le", null=True, blank=True)
    # One e-mail a day with everything, instead of one each time.
    wants_digest = models.BooleanField("un seul message par jour", default=False)
    # When somebody who no longer comes was told that the account would be erased.
    idle_warned_at = models.DateTimeField("prévenu de l'effacement le", null=True, blank=True)
    # The row stays for what others did with it; nothing in it says who it was.
    erased_at = models.DateTimeField("effacé le", null=True, blank=True)

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta(AbstractUser.Meta):
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        # Signing in asks for both whatever their case.
        indexes = [
            models.Index(Upper("username"), name="account_by_username"),
            models.Index(Upper("email"), name="account_by_email"),
            # The administration looks for parts of them.
            GinIndex(
                OpClass(Upper("last_name"), "gin_trgm_ops"),
                OpClass(Upper("email"), "gin_trgm_ops"),
                name="account_words_trgm",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="one_account_an_email",
                violation_error_message="Un compte utilise déjà cette adresse.",
            ),
        ]

    def __str__(self) -> str:
        if self.erased_at is not None:
            return ERASED
        return self.get_full_name() or self.username

    @property
    def listed_name(self) -> str:
        """The name as lists are looked through: "Dupont Zoé"."""
        return f"{self.last_name} {self.first_name}".strip() or str(self)

    @property
    def is_pupil(self) -> bool:
        return self.role == Role.PUPIL

    @property
    def is_school_staff(self) -> bool:
        return self.role in SCHOOL_STAFF

    @property
    def is_state_agent(self) -> bool:
        return self.role in STATE_AGENTS

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None

    def trust_email(self) -> None:
        """Take the account's address as verified: an import or an operator vouches for it."""
        if self.email:
            self.emailaddress_set.update_or_create(  # type: ignore[attr-defined] # of allauth
                email=self.email.lower(), defaults={"verified": True, "primary": True}
            )
