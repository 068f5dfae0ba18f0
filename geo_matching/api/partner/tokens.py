"""Who calls: a permanent key, or the signed token of 24 hours that signing in gives."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import jwt
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from rest_framework.request import Request

from geo_matching.accounts.models import ApiToken, Partner, User
from geo_matching.accounts.models.partner import TOKEN_START
from geo_matching.accounts.permissions import may
from geo_matching.api.errors import ApiError
from geo_matching.common.one_time import digest_of

ACTION = "partner_api.use"
LIFE = timedelta(hours=24)
_ALGORITHM = "HS256"
_LONGEST = 2000
_HASH_CHARACTERS = 16


@dataclass(frozen=True, slots=True)
class Caller:
    user: User
    partner: Partner
    from_query: bool = False


def unauthorized(message: str = "Jeton d'accès absent, inconnu ou expiré.") -> ApiError:
    return ApiError(401, "UNAUTHORIZED", message, headers={"WWW-Authenticate": "Bearer"})


def caller_of(request: Request) -> Caller:
    """Return who calls.

    Raises
    ------
    ApiError
        401 without a token that counts, or when its account may not use the API.
    """
    text, from_query = _text_of(request)
    user = _user_of_key(text) if text.startswith(TOKEN_START) else _user_of_jwt(text)
    membership = getattr(user, "partner_membership", None) if user else None
    if user is None:
        raise unauthorized()
    if membership is None or not may(user, ACTION):
        raise unauthorized("Accès refusé\u202f: ce compte n'est pas celui d'un partenaire.")
    return Caller(user, membership.partner, from_query)


def signed_token(user: User) -> str:
    """Return a token of 24 hours; a new password ends it."""
    now = timezone.now()
    claims = {"user_id": user.pk, "iat": now, "exp": now + LIFE, "pw": _password_mark(user)}
    return jwt.encode(claims, _key(), algorithm=_ALGORITHM)


def query_tokens_end() -> date:
    return date.fromisoformat(settings.PARTNER_QUERY_TOKEN_UNTIL)


def _text_of(request: Request) -> tuple[str, bool]:
    header = request.headers.get("Authorization", "")
    if header:
        return _without_bearer(header), False
    query = request.query_params.get("token", "")
    if query and timezone.localdate() > query_tokens_end():
        raise unauthorized(
            "Le jeton dans l'adresse n'est plus accepté\u202f: en-tête Authorization."
        )
    return _without_bearer(query), bool(query)


def _without_bearer(text: str) -> str:
    kind, _, token = text.strip()[:_LONGEST].partition(" ")
    return token.strip() if kind.lower() == "bearer" else text.strip()[:_LONGEST]


def _user_of_key(text: str) -> User | None:
    token = (
        ApiToken.objects.live()
        .filter(digest=digest_of(text))
        .select_related("user__partner_membership__partner")
        .first()
    )
    if token is None:
        return None
    today = timezone.localdate()
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
    return token.user


def _user_of_jwt(text: str) -> User | None:
    try:
        claims: dict[str, Any] = jwt.decode(
            text, _key(), algorithms=[_ALGORITHM], options={"require": ["exp", "user_id", "pw"]}
        )
    except (jwt.InvalidTokenError, ValueError):
        return None
    users = User.objects.select_related("partner_membership__partner")
    user = users.filter(pk=claims["user_id"]).first()
    if user is None or not constant_time_compare(_password_mark(user), str(claims["pw"])):
        return None
    return user


def _password_mark(user: User) -> str:
    return user.get_session_auth_hash()[:_HASH_CHARACTERS]


def _key() -> bytes:
    # As long as the algorithm wants, whatever the length of the setting.
    return hashlib.sha256(b"partner jwt:" + settings.PARTNER_JWT_KEY.encode()).digest()
