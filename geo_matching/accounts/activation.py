"""A pupil's first sign-in: the code and the secret of the school's sheet give a password."""

import datetime as dt
import hmac
import secrets
from collections.abc import Iterable

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from geo_matching.accounts.models import Activation, User

# No letter or figure that could be read as another one on paper: 31 ** 8 secrets are about 40 bits.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
GROUP = 4
LENGTH = 8
VALID_FOR = dt.timedelta(days=60)
MAX_ATTEMPTS = 10
# Made once: a wrong code then takes as long as a right one.
_NOBODY = "nobody"


class ActivationError(ValueError):
    """A first sign-in that is refused; the message is for the pupil."""


def issue(user: User) -> str:
    """Give a pupil a new secret for its first sign-in; older secrets and its password end.

    Returns
    -------
    str
        The secret as the sheet prints it, "K7PM-4TQX": it is kept nowhere else.
    """
    return issue_many([user])[user.pk]


@transaction.atomic
def issue_many(users: Iterable[User]) -> dict[int, str]:
    """Give each pupil a new secret, by a constant number of queries.

    Whoever has a password already loses it and is signed out everywhere: for a class, hand over
    `never_activated(users)` only.
    """
    pupils = list(users)
    given = {pupil.pk: _new_secret() for pupil in pupils}
    expires_at = timezone.now() + VALID_FOR
    Activation.objects.bulk_create(
        [
            Activation(
                user_id=pk, secret_hash=_hashed(pk, secret), expires_at=expires_at, attempts=0
            )
            for pk, secret in given.items()
        ],
        update_conflicts=True,
        unique_fields=["user"],
        update_fields=["secret_hash", "expires_at", "attempts"],
    )
    for pupil in pupils:
        pupil.password = make_password(None)
    User.objects.bulk_update(pupils, ["password"], batch_size=1000)
    return given


def never_activated(users: Iterable[User]) -> list[User]:
    """Keep those who have not chosen a password yet."""
    return [user for user in users if not user.has_usable_password()]


def activate(code: str, secret: str, password: str) -> User:
    """Set a pupil's password, once, for whoever holds its code and its secret.

    Raises
    ------
    ActivationError
        When both do not belong together, the secret is too old, or was missed too often.
    """
    user, refusal = _try(code, secret, password)
    # Raised outside the transaction, which keeps the count of what was missed.
    if user is None:
        raise ActivationError(refusal)
    return user


def check(code: str, secret: str) -> User:
    """Return the pupil of this code and secret, and use up nothing but a missed try.

    Raises
    ------
    ActivationError
        As `activate` does.
    """
    user, refusal = _try(code, secret, None)
    if user is None:
        raise ActivationError(refusal)
    return user


@transaction.atomic
def _try(code: str, secret: str, password: str | None) -> tuple[User | None, str]:
    waiting = (
        Activation.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(user__username__iexact=code.strip(), user__is_active=True)
        .first()
    )
    if waiting is None:
        hmac.compare_digest(_hashed(0, secret), _NOBODY)
        return None, WRONG
    if waiting.attempts >= MAX_ATTEMPTS:
        return None, TOO_OFTEN
    if not hmac.compare_digest(_hashed(waiting.user_id, secret), waiting.secret_hash):
        waiting.attempts += 1
        waiting.save(update_fields=["attempts"])
        return None, WRONG
    if waiting.expires_at < timezone.now():
        return None, TOO_OLD
    if password is not None:
        waiting.user.set_password(password)
        waiting.user.save(update_fields=["password"])
        waiting.delete()
    return waiting.user, ""


WRONG = (
    "Ce code et ce secret ne vont pas ensemble. Recopie-les depuis ta feuille, lettre par lettre. "
    "Si tu as déjà choisi ton mot de passe, passe par la page «\u202fSe connecter\u202f»."
)
TOO_OFTEN = (
    "Il y a eu trop d'essais avec ce code. Demande une nouvelle feuille à ton professeur principal."
)
TOO_OLD = "Ce secret est trop ancien. Demande une nouvelle feuille à ton professeur principal."


def _new_secret() -> str:
    drawn = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return f"{drawn[:GROUP]}-{drawn[GROUP:]}"


def _hashed(user_id: int, secret: str) -> str:
    """Hash what was typed, however it was spaced; of no use without the service's own key."""
    typed = "".join(secret.upper().split()).replace("-", "")
    return salted_hmac("accounts.activation", f"{user_id}:{typed}", algorithm="sha256").hexdigest()
