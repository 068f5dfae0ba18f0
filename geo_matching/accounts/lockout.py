"""Lock-out after repeated misses: what is counted, and the page that says what to do."""

from typing import Any

from allauth.account.adapter import get_adapter
from axes.models import AccessAttempt
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from geo_matching.accounts.models import User


def _hashed(login: str) -> str:
    return salted_hmac("accounts.lockout", login.strip().lower(), algorithm="sha256").hexdigest()


def hashed_login(_request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Return what stands for an account in the table of misses: not its address, not its code."""
    typed = credentials or {}
    return _hashed(str(typed.get("email") or typed.get("username") or ""))


def client_ip(request: HttpRequest) -> str | None:
    """Return the caller's address as the proxies before us tell it; None outside a real request."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return None


def unlock(user: User) -> None:
    """Forget the misses of an account: it has just proved who it is."""
    names = [_hashed(name) for name in (user.username, user.email) if name]
    AccessAttempt.objects.filter(username__in=names).delete()


def locked_page(request: HttpRequest, _credentials: Any = None) -> HttpResponse:
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "accounts/locked.html", {"minutes": minutes}, status=429)
