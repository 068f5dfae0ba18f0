"""One shape for every error of the API: {code, error, field}, in French."""

import logging
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from geo_matching.matching.errors import (
    CollegeNotLocatedError,
    NoTimetableError,
    UnknownCollegeError,
)

logger = logging.getLogger(__name__)

NO_TIMETABLE = (
    "Nous ne connaissons pas encore les horaires de transport de ce secteur. "
    "La distance n'est pas utilisée à la place."
)
_BY_TYPE: tuple[tuple[type[Exception], int, str, str, str | None], ...] = (
    (
        UnknownCollegeError,
        404,
        "NOT_FOUND",
        "Aucun collège n'a ce code UAI.",
        "college",
    ),
    (
        CollegeNotLocatedError,
        409,
        "COLLEGE_NOT_LOCATED",
        "Nous ne savons pas où se trouve ce collège\u202f: impossible de calculer des trajets.",
        "college",
    ),
    (
        NoTimetableError,
        503,
        "NO_TIMETABLE",
        NO_TIMETABLE,
        "college",
    ),
    (
        OperationalError,
        503,
        "UNAVAILABLE",
        "Le service est momentanément indisponible. Réessaie dans quelques instants.",
        None,
    ),
    (Http404, 404, "NOT_FOUND", "Cette adresse n'existe pas.", None),
    (exceptions.NotFound, 404, "NOT_FOUND", "Cette adresse n'existe pas.", None),
    (
        exceptions.MethodNotAllowed,
        405,
        "METHOD_NOT_ALLOWED",
        "Cette adresse n'accepte pas cette méthode.",
        None,
    ),
    (
        exceptions.NotAcceptable,
        406,
        "NOT_ACCEPTABLE",
        "Cette adresse répond en JSON\u202f: demande application/json.",
        None,
    ),
    (
        exceptions.Throttled,
        429,
        "TOO_MANY_REQUESTS",
        "Trop de demandes en peu de temps. Réessayez dans une minute.",
        None,
    ),
    (
        SuspiciousOperation,
        400,
        "INVALID_REQUEST",
        "Cette demande ne peut pas être lue.",
        None,
    ),
    (
        exceptions.APIException,
        400,
        "INVALID_REQUEST",
        "Cette demande ne peut pas être lue.",
        None,
    ),
)


class ApiError(Exception):
    """An answer other than 200 that a view decides on; `message` is one sentence in French."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        field: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.field = status, code, message, field
        self.headers = dict(headers or {})


def invalid(field: str, message: str) -> ApiError:
    """Return the 400 that names a parameter."""
    return ApiError(400, "INVALID_PARAMETER", message, field)


def quoted(value: str) -> str:
    """Return what a person sent between French quotes, short and without unprintable characters."""
    clean = "".join(char if char.isprintable() else "\ufffd" for char in value[:40])
    return f"«\u202f{clean}\u202f»"


def french_error(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an exception into {code, error, field}; what is not foreseen stays an error of ours."""
    if isinstance(exc, ApiError):
        body = {"code": exc.code, "error": exc.message, "field": exc.field}
        return Response(body, exc.status, headers=exc.headers)
    for kind, status, code, message, field in _BY_TYPE:
        if isinstance(exc, kind):
            if status >= 500:  # noqa: PLR2004 - the operator must see it
                logger.warning("%s: %s", code, exc)
            # Rolls back and keeps the headers (Allow) that DRF gives.
            known = exception_handler(exc, context)
            return _response(status, code, message, field, known)
    return None


def _response(
    status: int, code: str, message: str, field: str | None, known: Response | None = None
) -> Response:
    headers = dict(known.headers) if known else {}
    headers.pop("Content-Type", None)
    return Response({"code": code, "error": message, "field": field}, status, headers=headers)
