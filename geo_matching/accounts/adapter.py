"""What sign-in, sign-up and e-mails of allauth do here."""

import secrets
import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse

from geo_matching.accounts.admission import admit
from geo_matching.accounts.landing import landing_of
from geo_matching.accounts.lockout import unlock
from geo_matching.accounts.models import User, current_season
from geo_matching.accounts.permissions import account_of
from geo_matching.accounts.second_factor import must_set_up
from geo_matching.accounts.telling import tell

# Where the link of each message leads, by the name allauth gives it.
LINKS = ("activate_url", "password_reset_url", "signup_url")
# Messages about the safety of an account share one template.
NOTICES = {
    "account/email/password_changed": "password_changed",
    "account/email/password_reset": "password_changed",
    "account/email/password_set": "password_changed",
    "account/email/email_changed": "email_changed",
    "account/email/email_confirm": "email_changed",
    "account/email/email_deleted": "email_changed",
    "mfa/email/totp_activated": "second_factor_on",
    "mfa/email/totp_deactivated": "second_factor_off",
    "mfa/email/recovery_codes_generated": "recovery_codes",
    "socialaccount/email/account_connected": "identity_connected",
    "socialaccount/email/account_disconnected": "identity_disconnected",
}


class EmailUnlessPupil(EmailVerificationStage):
    """A pupil signs in by its code: it often has no address that could be verified."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        user = self.login.user
        if isinstance(user, User) and user.is_pupil:
            return None, True
        return super().handle()


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        **dict.fromkeys(
            ("email_password_mismatch", "username_password_mismatch", "invalid_login"),
            "Ce code ou cette adresse ne va pas avec ce mot de passe. Tout est bien recopié\u202f?",
        ),
        "incorrect_password": "Ce n'est pas le bon mot de passe.",
        "enter_current_password": "Ce n'est pas le mot de passe actuel.",
        "too_many_login_attempts": "Trop d'essais. Nouvel essai possible dans un quart d'heure.",
        "duplicate_email": "C'est déjà l'adresse de ce compte.",
        "incorrect_code": "Ce code n'est pas le bon, ou il a déjà servi.",
    }

    def get_login_stages(self) -> list[str]:
        ours = f"{EmailUnlessPupil.__module__}.{EmailUnlessPupil.__name__}"
        theirs = f"{EmailVerificationStage.__module__}.{EmailVerificationStage.__name__}"
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]

    def populate_username(self, _request: HttpRequest, user: User) -> None:
        """Give adults a name that says nothing: they sign in by their address."""
        if not user.username:
            user.username = f"compte-{secrets.token_hex(8)}"

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Turn pupils away while an administrator has closed their sign-in."""
        season = current_season()
        if user.is_pupil and not season.pupil_sign_in_open:
            return render(request, "accounts/sign_in_closed.html", {"season": season})
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def login(self, request: HttpRequest, user: User) -> None:
        # An address may have been verified on another way than its link: a password reset.
        if EmailAddress.objects.filter(user=user, verified=True).exists():
            admit(user)
        super().login(request, user)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        confirmed = super().confirm_email(request, email_address)
        if confirmed:
            admit(User.objects.get(pk=email_address.user_id))
        return confirmed

    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        unlock(user)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user = account_of(request)
        if must_set_up(user):
            return reverse("mfa_activate_totp")
        return resolve_url(landing_of(user)) if user.is_approved else reverse("waiting")

    get_signup_redirect_url = get_login_redirect_url

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        return reverse("my_account")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask the password again for grave things, but not of who has just typed it."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        records = get_authentication_records(self.request, self.request.user)
        latest = max((record["at"] for record in records), default=0.0)
        return time.time() - latest > app_settings.REAUTHENTICATION_TIMEOUT

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Hand a message to the service's own door: kept, sent in the background, tried again."""
        kind = "account_" + template_prefix.rpartition("/")[2]
        link = next((context[name] for name in LINKS if context.get(name)), "")
        tell(kind, email, path=urlsplit(link).path)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,  # noqa: ARG002 - named by callers
        email: str | None = None,
        **_more: Any,
    ) -> None:
        to = email or user.email
        event = NOTICES.get(template_prefix)
        if to and event:
            tell("account_security", to, path=reverse("my_account"), event=event)
