"""Stands before every view: the admin site for administrators only, and the second factor first."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from geo_matching.accounts.models import User
from geo_matching.accounts.permissions import may
from geo_matching.accounts.second_factor import is_impersonated, must_set_up

# What somebody needs to set up the second factor, or to leave.
DOORS = frozenset(
    {
        "mfa_activate_totp",
        "mfa_view_recovery_codes",
        "mfa_reauthenticate",
        "account_reauthenticate",
        "account_logout",
    }
)
# Open to whoever is not signed in: they lead to the sign-in page.
ADMIN_DOORS = frozenset({"login", "logout"})


class GateMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None:
            return None
        if "admin" in match.namespaces and match.url_name not in ADMIN_DOORS:
            return self.guard_admin(request) or self.ask_second_factor(request)
        if getattr(view, "public", False) or match.view_name in DOORS:
            return None
        return self.ask_second_factor(request)

    def guard_admin(self, request: HttpRequest) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not may(request.user, "accounts.administer"):
            raise PermissionDenied
        return None

    def ask_second_factor(self, request: HttpRequest) -> HttpResponse | None:
        user = request.user
        if not isinstance(user, User) or is_impersonated(request) or not must_set_up(user):
            return None
        return redirect("mfa_activate_totp")
