"""Who gets in: sign-in, passwords, lock-out, second factor, identity providers."""

import datetime as dt

from geo_matching.settings.env import env_int, env_str
from geo_matching.settings.oidc import origins_of, read_providers

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "geo_matching.accounts.passwords.LengthByRole"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "landing"
PASSWORD_RESET_TIMEOUT = 2 * 3600
# "Stay signed in" is asked; otherwise a session ends with the browser: schools share computers.
SESSION_COOKIE_AGE = 7 * 24 * 3600

ACCOUNT_ADAPTER = "geo_matching.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_FORMS = {
    "login": "geo_matching.accounts.forms.SignInForm",
    "add_email": "geo_matching.accounts.forms.ChangeEmailForm",
}
# A whole class signs in from one address: what counts per address is generous, per account not.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,30/15m/key",
    "signup": "60/m/ip",
}

MFA_ADAPTER = "geo_matching.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Stages de 3e"
# Clocks of telephones may be half a minute off.
MFA_TOTP_TOLERANCE = 1
SECOND_FACTOR_REQUIRED = True

# Eight misses in a row for one account from one address lock both for a quarter of an hour.
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "geo_matching.accounts.lockout.hashed_login"
AXES_CLIENT_IP_CALLABLE = "geo_matching.accounts.lockout.client_ip"
AXES_LOCKOUT_CALLABLE = "geo_matching.accounts.lockout.locked_page"
# What was typed is nobody's business: neither names nor codes go to tables or logs.
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = ["login", "username", "ip_address", "csrfmiddlewaretoken", "next"]
AXES_ENABLE_ADMIN = False
# Proxies in front of the service that add to X-Forwarded-For; 0: the caller's address is taken.
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXY_COUNT", 0)

OIDC_APPLICATIONS = read_providers(env_str("OIDC_PROVIDERS"))
OIDC_ORIGINS = origins_of(OIDC_APPLICATIONS)
SOCIALACCOUNT_ADAPTER = "geo_matching.accounts.social_adapter.IdentityAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "geo_matching.accounts.oidc.SignedProvider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": OIDC_APPLICATIONS,
    },
}

# accounts is a low layer: who tells people, and who forgets them, is named here.
ACCOUNT_NOTIFIER = "geo_matching.notifications.sending.notify"
ACCOUNT_ERASERS = [
    "geo_matching.notifications.erasing.erase",
    "geo_matching.applications.erasing.erase",
    "offers.erasing.erase",
]
