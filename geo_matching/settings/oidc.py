"""Reads the identity providers (OpenID Connect) of an installation from one JSON file."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

NEEDED = ("id", "name", "kind", "server_url", "client_id")
KINDS = ("pupils", "adults")
# Handed on to the provider as they are.
PASSED_ON = (
    "server_url",
    "scope",
    "auth_params",
    "token_auth_method",
    "uid_field",
    "email_authentication",
    "refuse",
)


def read_providers(file: str) -> list[dict[str, Any]]:
    """Return the applications of django-allauth's openid_connect; none without a file.

    Raises
    ------
    ImproperlyConfigured
        When the file cannot be read or an entry lacks what it needs; the message names it.
    """
    if not file:
        return []
    try:
        entries = json.loads(Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"OIDC_PROVIDERS: {file}: {error}") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ImproperlyConfigured(f"OIDC_PROVIDERS: {file}: a list of objects was expected")
    return [_application(file, number, entry) for number, entry in enumerate(entries, start=1)]


def origins_of(applications: list[dict[str, Any]]) -> list[str]:
    """Return the origins a sign-in form may be sent on to: browsers check redirects too."""
    found = [origin for app in applications for origin in app["settings"]["origins"]]
    return sorted(set(found))


def _application(file: str, number: int, entry: dict[str, Any]) -> dict[str, Any]:
    where = f"OIDC_PROVIDERS: {file}: entry {number}"
    missing = [name for name in NEEDED if not entry.get(name)]
    if missing:
        raise ImproperlyConfigured(f"{where}: {', '.join(missing)} missing")
    if entry["kind"] not in KINDS:
        raise ImproperlyConfigured(f"{where}: kind is one of {', '.join(KINDS)}")
    settings = {name: entry[name] for name in PASSED_ON if name in entry}
    server = urlsplit(entry["server_url"])
    return {
        "provider_id": entry["id"],
        "name": entry["name"],
        "client_id": entry["client_id"],
        "secret": _secret(where, entry),
        "settings": {
            **settings,
            "kind": entry["kind"],
            "origins": entry.get("origins") or [f"{server.scheme}://{server.netloc}"],
        },
    }


def _secret(where: str, entry: dict[str, Any]) -> str:
    if "secret_file" not in entry:
        return str(entry.get("secret", ""))
    try:
        return Path(entry["secret_file"]).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{where}: {error}") from error
