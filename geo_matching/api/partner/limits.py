"""How often one may call: counted in the database, so that all processes count together."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac
from rest_framework.request import Request

from geo_matching.accounts.lockout import client_ip
from geo_matching.accounts.models import CallCount
from geo_matching.api.errors import ApiError

CALLS_A_MINUTE = 100
SCHOOL_CALLS_A_MINUTE = 60
SIGN_INS = 10
SIGN_IN_WINDOW = timedelta(minutes=15)
_MINUTE = timedelta(minutes=1)
KEPT = timedelta(days=1)


def count_user(kind: str, user_pk: int) -> None:
    """Count a call of a user; raise the 429 beyond 100 in a calendar minute."""
    _count(kind, str(user_pk), _MINUTE, CALLS_A_MINUTE)


def count_schools(request: Request) -> None:
    _count("schools", _hashed(address_of(request)), _MINUTE, SCHOOL_CALLS_A_MINUTE)


def count_sign_in(request: Request, email: str) -> None:
    """Count an attempt for the account and for the address, whether it will succeed or not."""
    _count("sign-in address", _hashed(address_of(request)), SIGN_IN_WINDOW, 2 * SIGN_INS)
    _count("sign-in account", _hashed(email.strip().lower()), SIGN_IN_WINDOW, SIGN_INS)


def address_of(request: Request) -> str:
    return client_ip(request._request) or ""  # noqa: SLF001 - Django's own request


def forget_old_counts() -> int:
    """Delete what no limit looks at any more; return how many rows went."""
    deleted, _ = CallCount.objects.filter(since__lt=timezone.now() - KEPT).delete()
    return deleted


def _hashed(text: str) -> str:
    # Neither addresses nor e-mails are kept.
    return salted_hmac("api calls", text, algorithm="sha256").hexdigest()


def _count(kind: str, caller: str, window: timedelta, most: int) -> None:
    now = timezone.now()
    since = now - (now - datetime.min.replace(tzinfo=now.tzinfo)) % window
    if CallCount.add(kind, caller, since) > most:
        wait = (since + window - now).total_seconds()
        raise ApiError(
            429,
            "TOO_MANY_REQUESTS",
            "Trop de requêtes\u202f: la limite d'utilisation de l'API est dépassée.",
            headers={"Retry-After": str(int(wait) + 1)},
        )
