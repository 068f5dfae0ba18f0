"""Secrets that open something by themselves, links and keys: long, random, kept as digests only."""

import hashlib
import secrets

_BYTES = 32


def new_secret() -> str:
    """Return a secret for an address or a header, which is shown once."""
    return secrets.token_urlsafe(_BYTES)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
