"""Whom an identity provider lets in: pupils their school has entered, and adults."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.http import HttpRequest
from django.shortcuts import render

from geo_matching.accounts.models import User
from geo_matching.accounts.roles import Role

PUPILS = "pupils"


class IdentityAdapter(DefaultSocialAccountAdapter):
    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse with a page that says what to do, before anything is written."""
        app = sociallogin.provider.app
        if self.is_refused(sociallogin, app.settings.get("refuse")):
            self.stop(request, "parent", app.name)
        connecting = sociallogin.state.get("process") == AuthProcess.CONNECT
        is_pupil = getattr(request.user if connecting else sociallogin.user, "is_pupil", False)
        if app.settings["kind"] == PUPILS:
            # No pupil makes its own account: it links this identity once its code let it in.
            if not connecting and not sociallogin.is_existing:
                self.stop(request, "unknown_pupil", app.name)
            if not is_pupil:
                self.stop(request, "pupils_only", app.name)
        elif is_pupil:
            self.stop(request, "adults_only", app.name)

    def is_refused(self, sociallogin: SocialLogin, rule: dict[str, Any] | None) -> bool:
        """Whether the provider says that this person is one we do not take: a parent."""
        if not rule:
            return False
        said = sociallogin.claims.get(rule["claim"])
        values = said if isinstance(said, list) else [said]
        return any(str(value) in map(str, rule["values"]) for value in values)

    def stop(self, request: HttpRequest, reason: str, provider: str) -> None:
        page = {"reason": reason, "provider": provider}
        raise ImmediateHttpResponse(
            render(request, "accounts/identity_refused.html", page, status=403)
        )

    def new_user(self, request: HttpRequest, sociallogin: SocialLogin) -> User:
        """Whoever comes for the first time is a host; other roles ask for theirs afterwards."""
        user: User = super().new_user(request, sociallogin)
        user.role = Role.HOST
        return user
