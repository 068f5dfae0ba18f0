"""How long a password must be: by role."""

from typing import Any

from django.core.exceptions import ValidationError

from geo_matching.accounts.models import User
from geo_matching.accounts.roles import Role

ADULTS = 12
# Eight misses lock an account for a quarter of an hour, so eight characters hold; a longer one
# would end on paper beside the pupil's code. What a pupil's account opens is its own applications.
PUPILS = 8


class LengthByRole:
    def validate(self, password: str, user: Any = None) -> None:
        needed = PUPILS if isinstance(user, User) and user.role == Role.PUPIL else ADULTS
        if len(password) < needed:
            raise ValidationError(
                f"Au moins {needed} caractères\u202f: trois ou quatre mots mis bout à bout font "
                "un bon mot de passe.",
                code="password_too_short",
            )

    def get_help_text(self) -> str:
        return f"Au moins {ADULTS} caractères ({PUPILS} pour un élève)."
