"""Settings common to every way of running the service."""

import os
from pathlib import Path

from csp.constants import SELF

from geo_matching.settings.accounts import *
from geo_matching.settings.database import parse_database_url
from geo_matching.settings.env import env_bool, env_int, env_list, env_pairs, env_str
from geo_matching.settings.native import set_data_folders, wheel_library

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(env_str("DATA_DIR", str(BASE_DIR / ".data")))
os.environ.setdefault("NUMBA_CACHE_DIR", str(DATA_DIR / "numba"))
set_data_folders()
GDAL_LIBRARY_PATH = wheel_library("pyogrio", "libgdal*.so*")
GEOS_LIBRARY_PATH = wheel_library("shapely", "libgeos_c*.so*")

SECRET_KEY = env_str("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")

INSTALLED_APPS = [
    # Before the administration and allauth: our pages come first.
    "geo_matching.accounts",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "django.forms",
    "widget_tweaks",
    "dsfr",
    "leaflet",
    "rest_framework",
    "rest_framework_gis",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "procrastinate.contrib.django",
    "hijack",
    "geo_matching.common",
    "allauth",
    "geo_matching.accounts.apps.AddressesConfig",  # allauth.account
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "geo_matching.notifications",
    "geo_matching.schools",
    "geo_matching.applications",
    "geo_matching.matching",
    "geo_matching.demo",
    "transit",
    "qpv_data",
    "offers",
    "maps",
]
# Background jobs beside those of each app's tasks.py.
PROCRASTINATE_IMPORT_PATHS = [
    "geo_matching.applications.after_stage_tasks",
    "geo_matching.api.partner.tasks",
]
# common is the lowest layer: who computes something from the data is named here.
VERSION_FOLLOWERS = ["geo_matching.matching.following.on_bump"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hijack.middleware.HijackUserMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "geo_matching.accounts.middleware.GateMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    # Last: it turns the answer to a locked account into its page.
    "axes.middleware.AxesMiddleware",
]
HIJACK_PERMISSION_CHECK = "geo_matching.accounts.acting.may_act_as"
ROOT_URLCONF = "geo_matching.urls"
WSGI_APPLICATION = "geo_matching.wsgi.application"
ASGI_APPLICATION = "geo_matching.asgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["geo_matching.common.french_dates"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "geo_matching.accounts.landing.menu",
                "geo_matching.notifications.unread.unread_messages",
            ],
        },
    },
]

DATABASES = {
    "default": parse_database_url(env_str("DATABASE_URL", "postgis://app@127.0.0.1/stages"))
}
DATABASES["default"]["CONN_MAX_AGE"] = env_int("CONN_MAX_AGE", 60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who answers people, and where the service is hosted, as its pages say.
CONTACT_EMAIL = env_str("CONTACT_EMAIL")
HOSTING_PROVIDER = env_str("HOSTING_PROVIDER")
# What links in messages begin with.
SITE_URL = env_str("SITE_URL", "http://127.0.0.1:8000")
DEFAULT_FROM_EMAIL = env_str("DEFAULT_FROM_EMAIL", "ne-pas-repondre@localhost")
EMAIL_HOST = env_str("EMAIL_HOST", "localhost")
EMAIL_PORT = env_int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env_str("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10

LANGUAGE_CODE = "fr-fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# Signed papers: outside what is served; a view hands each to its parties only.
MEDIA_ROOT = Path(env_str("MEDIA_ROOT", str(DATA_DIR / "media")))

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
# Hashed names rewrite the addresses inside style sheets, which DSFR's own checksums would refuse.
DSFR_USE_INTEGRITY_CHECKSUMS = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # DSFR's style sheets carry small images as data: addresses; Leaflet sets inline positions.
        "img-src": [SELF, "data:", *env_list("TILE_SERVER_ORIGINS")],
        "style-src": [SELF, "'unsafe-inline'"],
        "font-src": [SELF, "data:"],
        "connect-src": [SELF, *env_list("TILE_SERVER_ORIGINS")],
        "frame-ancestors": ["'none'"],
        "form-action": [SELF, *OIDC_ORIGINS],
        "base-uri": [SELF],
        "object-src": ["'none'"],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "geo_matching.api.errors.french_error",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Stages de 3e\u202f: offres classées par temps de trajet",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "PREPROCESSING_HOOKS": ["geo_matching.api.schema_hooks.public_only"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "geo_matching.api.schema_hooks.french_schema",
    ],
}
# Partner API. Tokens of 24 hours are signed with this; another one ends them all.
PARTNER_JWT_KEY = env_str("PARTNER_JWT_KEY", SECRET_KEY)
# Until that day a token may also stand in the address, where it ends in logs.
PARTNER_QUERY_TOKEN_UNTIL = env_str("PARTNER_QUERY_TOKEN_UNTIL", "2027-08-31")
# Only for tests on one machine: webhooks to http and to private addresses.
PARTNER_WEBHOOKS_TO_LOCAL = False

# Without TILE_SERVER_URL the base map is drawn from our own OSM data.
TILE_SERVER_URL = env_str("TILE_SERVER_URL")
TILE_SERVER_ATTRIBUTION = env_str("TILE_SERVER_ATTRIBUTION")
LEAFLET_CONFIG = {
    "TILES": [],
    "MAX_ZOOM": 19,
    "MIN_ZOOM": 6,
    "RESET_VIEW": False,
    "SCALE": "metric",
}

# Where built networks live; the active one is named by a NetworkBuild row.
NETWORKS_DIR = Path(env_str("NETWORKS_DIR", str(DATA_DIR / "networks")))
# What they are built from, as it was downloaded.
SOURCES_DIR = Path(env_str("SOURCES_DIR", str(DATA_DIR / "sources")))

# Official sources: one file says where each is published; NAME=ADDRESS replaces a base of it,
# NAME=PATH gives a file of one's own instead of what networks are made from.
SOURCES_FILE = BASE_DIR / "qpv_data" / "sources.toml"
SOURCE_BASES = env_pairs("SOURCE_BASES")
SOURCE_FILES = env_pairs("SOURCE_FILES")
DOWNLOADS_DIR = Path(env_str("DOWNLOADS_DIR", str(DATA_DIR / "downloads")))
# An address where publishers reach whoever runs this service; it goes into the User-Agent.
DOWNLOAD_CONTACT = env_str("DOWNLOAD_CONTACT")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "secrets": {"()": "geo_matching.common.secrets_in_logs.WithoutSecrets"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": env_str("LOG_LEVEL", "INFO")},
    # It announces every task it finds, at each start.
    "loggers": {"procrastinate": {"level": "WARNING"}},
}

# Of the accounts of a demonstration; empty: there are none.
DEMO_PASSWORD = ""
