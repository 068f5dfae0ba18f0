"""Everything under /compte/: allauth's views at French addresses, and ours."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from django.urls import URLPattern, path, re_path

from geo_matching.accounts import oidc
from geo_matching.accounts.permissions import View, allowed, public
from geo_matching.accounts.views import colleagues, doors, own


def _own(route: str, view: View, name: str) -> URLPattern:
    return path(route, allowed("account.own")(view), name=name)


def _open(route: str, view: View, name: str) -> URLPattern:
    return path(route, public(view), name=name)


SIGN_IN = [
    _open("connexion/", account.login, "account_login"),
    _open("deconnexion/", account.logout, "account_logout"),
    _open("desactive/", account.account_inactive, "account_inactive"),
    _open("premiere-connexion/", doors.first_sign_in, "first_sign_in"),
    _open("creer/", doors.who_are_you, "account_signup"),
    _open("creer/<slug:door>/", doors.sign_up, "sign_up"),
    _open(
        "adresse/a-verifier/", account.email_verification_sent, "account_email_verification_sent"
    ),
    re_path(
        r"^adresse/verifier/(?P<key>[-:\w]+)/$",
        public(account.confirm_email),
        name="account_confirm_email",
    ),
]
PASSWORD = [
    _own("adresse/", account.email, "account_email"),
    _open("mot-de-passe/oublie/", account.password_reset, "account_reset_password"),
    _open("mot-de-passe/envoye/", account.password_reset_done, "account_reset_password_done"),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    _open(
        "mot-de-passe/change/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
    ),
    _own("mot-de-passe/", account.password_change, "account_change_password"),
    _own("mot-de-passe/choisir/", account.password_set, "account_set_password"),
    _own("confirmer/", account.reauthenticate, "account_reauthenticate"),
]
SECOND_FACTOR = [
    # Halfway through signing in: nobody is signed in yet.
    _open("second-facteur/code/", mfa.authenticate, "mfa_authenticate"),
    _own("second-facteur/", mfa.index, "mfa_index"),
    _own("second-facteur/confirmer/", mfa.reauthenticate, "mfa_reauthenticate"),
    _own("second-facteur/activer/", totp.activate_totp, "mfa_activate_totp"),
    _own("second-facteur/retirer/", totp.deactivate_totp, "mfa_deactivate_totp"),
    _own("second-facteur/secours/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    _own(
        "second-facteur/secours/nouveaux/",
        codes.generate_recovery_codes,
        "mfa_generate_recovery_codes",
    ),
    _own(
        "second-facteur/secours/telecharger/",
        codes.download_recovery_codes,
        "mfa_download_recovery_codes",
    ),
]
IDENTITY = [
    _own("identites/", social.connections, "socialaccount_connections"),
    _open("identites/creer/", social.signup, "socialaccount_signup"),
    _open("identites/annule/", social.login_cancelled, "socialaccount_login_cancelled"),
    _open("identites/erreur/", social.login_error, "socialaccount_login_error"),
    _open("identites/<slug:provider_id>/connexion/", oidc.login, "openid_connect_login"),
    _open("identites/<slug:provider_id>/retour/", oidc.callback, "openid_connect_callback"),
]
OWN = [
    path("", own.my_account, name="my_account"),
    path("accueil/", own.landing, name="landing"),
    path("en-attente/", own.waiting, name="waiting"),
    path("en-attente/redemander/", colleagues.ask_again, name="colleague_ask_again"),
    path("collegues/", colleagues.waiting, name="colleagues"),
    path("collegue/<int:pk>/", colleagues.as_head, name="colleague"),
    path("supprimer/", own.delete_account, name="delete_account"),
    path("supprime/", own.account_deleted, name="account_deleted"),
]
urlpatterns = [*OWN, *SIGN_IN, *PASSWORD, *SECOND_FACTOR, *IDENTITY]
