"""The service's one user: pupil, school staff, host, partner, state agent or administrator."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower

from geo_matching.accounts.roles import SCHOOL_STAFF, STATE_AGENTS, Role


class User(AbstractUser):
    """A pupil signs in by the code in `username`, often without e-mail; no address is kept."""

    role = models.CharField("rôle", max_length=13, choices=Role, default=Role.HOST, db_index=True)
    # State agents and partners wait for an administrator; the others are approved when they arrive.
    approved_at = models.DateTimeField("approuvé le", null=True, blank=True)
    # One e-mail a day with everything, instead of one each time.
    wants_digest = models.BooleanField("un seul message par jour", default=False)

    class Meta(AbstractUser.Meta):
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="one_account_an_email",
                violation_error_message="Un compte utilise déjà cette adresse.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

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
