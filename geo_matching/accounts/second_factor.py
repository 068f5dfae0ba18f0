"""State agents and administrators get in with a second factor only."""

import base64
import functools
import secrets
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from geo_matching.accounts.models import User
from geo_matching.accounts.roles import TWO_FACTORS


def must_set_up(user: User) -> bool:
    """Whether this account may do nothing before its second factor is set up."""
    return (
        settings.SECOND_FACTOR_REQUIRED
        and user.is_approved
        and user.role in TWO_FACTORS
        and not is_mfa_enabled(user, [Authenticator.Type.TOTP])
    )


@functools.cache
def _cipher(secret_key: str) -> Fernet:
    key = salted_hmac("accounts.second_factor", "totp", secret=secret_key, algorithm="sha256")
    return Fernet(base64.urlsafe_b64encode(key.digest()))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the keys of telephones encrypted: a copy of the database is not enough to use them."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Ce code n'est pas le bon, ou il a déjà servi.",
        "unverified_email": "Il faut d'abord vérifier l'adresse électronique du compte.",
    }

    def encrypt(self, text: str) -> str:
        return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _cipher(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # The service's own key has changed: no code fits until an administrator resets it.
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return not (settings.SECOND_FACTOR_REQUIRED and authenticator.user.role in TWO_FACTORS)


def is_impersonated(request: HttpRequest) -> bool:
    """Whether an administrator acts as this user, having shown its own second factor."""
    return bool(getattr(request.user, "is_hijacked", False))
