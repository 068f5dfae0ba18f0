"""Turns DATABASE_URL (postgis://user:password@host:port/name or ?host=/folder) into Django's."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

# The planner takes distances on the globe for so dear that it has them compiled: by each of its
# processes, for longer than the whole answer takes.
NO_JIT = "-c jit=off"
SCHEMES = {"postgis", "postgres", "postgresql"}


def parse_database_url(url: str) -> dict[str, Any]:
    """Return a DATABASES entry.

    Raises
    ------
    ValueError
        When the scheme is not PostgreSQL's or the database name is missing.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in SCHEMES or not name:
        raise ValueError(
            "DATABASE_URL must look like postgis://user:password@host:5432/name, "
            f"not {parts.scheme or '(no scheme)'}://..."
        )
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "OPTIONS": {"options": NO_JIT},
    }
