"""Typed readers of environment variables; a secret may also come from a file named by NAME_FILE."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def env_str(name: str, default: str = "") -> str:
    secret_file = os.environ.get(f"{name}_FILE")
    if secret_file:
        return Path(secret_file).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def env_bool(name: str, default: bool = False) -> bool:
    value = env_str(name).strip().lower()
    return default if not value else value in {"1", "true", "yes", "on"}


def env_int(name: str, default: int) -> int:
    value = env_str(name).strip()
    return int(value) if value else default


def env_list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in env_str(name, default).split(",") if item.strip()]


def env_pairs(name: str) -> dict[str, str]:
    """Read "a=1,b=2"."""
    pairs = {}
    for item in env_list(name):
        key, equals, value = item.partition("=")
        if not (key and equals and value):
            raise ImproperlyConfigured(f"{name}: NAME=VALUE was expected, not {item!r}")
        pairs[key.strip()] = value.strip()
    return pairs
