"""Reads JSON that strangers send: bounded in size, and never an error of ours."""

import json
from typing import Any, NoReturn

from rest_framework.request import Request

from geo_matching.api.partner.errors import PartnerError

MOST_BYTES = 256 * 1024


def read_json(request: Request, most: int = MOST_BYTES) -> Any:
    """Return the JSON value of the request's body.

    Raises
    ------
    PartnerError
        413 when it is longer than `most` bytes, 422 BAD_PAYLOAD when it is not JSON.
    """
    return parse_json(read_bytes(request, most))


def read_bytes(request: Request, most: int) -> bytes:
    raw = request._request.read(most + 1)  # noqa: SLF001 - DRF's own reading has no limit
    if len(raw) > most:
        raise PartnerError(413, "TOO_LARGE", f"Cette demande dépasse {most // 1024} kio.")
    return raw


def parse_json(raw: bytes) -> Any:
    """Return the value; NaN and Infinity are not JSON.

    Raises
    ------
    PartnerError
    """
    try:
        return json.loads(raw, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise PartnerError(
            422, "BAD_PAYLOAD", "Le corps de la demande n'est pas du JSON en UTF-8."
        ) from None


def read_object(request: Request) -> dict[str, Any]:
    """Return the JSON object of the request's body; raise BAD_PAYLOAD when it is none."""
    value = read_json(request)
    if not isinstance(value, dict):
        raise PartnerError(422, "BAD_PAYLOAD", "Un objet JSON est attendu.")
    return value


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)
