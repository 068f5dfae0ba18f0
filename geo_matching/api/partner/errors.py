"""Errors of the partner API: {code, error}, `error` a sentence or messages by field."""

import logging
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from geo_matching.api.errors import ApiError
from offers.sources.partner_fields import Body
from offers.sources.partner_requests import RequestFault
from offers.sources.partner_words import in_french

logger = logging.getLogger(__name__)
_KEYS = {"sector_uuid": "sector"}
_STATUS = {"BAD_PAYLOAD": 422, "WRONG_PARAMS": 422, "VALIDATION_ERROR": 400}
_FOREIGN: tuple[tuple[type[Exception], int, str, str], ...] = (
    (Http404, 404, "NOT_FOUND", "Cette adresse n'existe pas."),
    (
        exceptions.MethodNotAllowed,
        405,
        "METHOD_NOT_ALLOWED",
        "Cette adresse n'accepte pas cette méthode.",
    ),
    (RequestDataTooBig, 413, "TOO_LARGE", "Cette demande est trop grande."),
    (SuspiciousOperation, 400, "INVALID_REQUEST", "Cette demande ne peut pas être lue."),
    (exceptions.APIException, 400, "INVALID_REQUEST", "Cette demande ne peut pas être lue."),
    (OperationalError, 503, "UNAVAILABLE", "Le service est momentanément indisponible."),
)


class PartnerError(ApiError):
    """An answer other than 2xx; `errors` are messages by field, `more` further keys."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str = "",
        *,
        errors: Mapping[str, list[str]] | None = None,
        more: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, code, message, headers=headers)
        self.errors, self.more = errors, dict(more or {})

    @property
    def body(self) -> dict[str, Any]:
        return {"code": self.code, "error": self.errors or self.message, **self.more}


def refused(fault: RequestFault, body: Body) -> PartnerError:
    """Return the answer to a body that cannot be used."""
    status = _STATUS[fault.code]
    if fault.code != "VALIDATION_ERROR":
        message = " ".join(in_french(one, body) for one in fault.faults)
        return PartnerError(status, fault.code, message)
    errors: dict[str, list[str]] = {}
    for one in fault.faults:
        errors.setdefault(_KEYS.get(one.field, one.field), []).append(in_french(one, body))
    return PartnerError(status, fault.code, errors=errors)


def invalid(field: str, message: str) -> PartnerError:
    """Return the 400 that names a parameter."""
    return PartnerError(400, "VALIDATION_ERROR", errors={field: [message]})


def partner_error(exc: Exception, _context: dict[str, Any]) -> Response | None:
    """Turn an exception into {code, error}; what is not foreseen stays an error of ours."""
    if isinstance(exc, PartnerError):
        set_rollback()
        return Response(exc.body, exc.status, headers=exc.headers)
    if isinstance(exc, ApiError):
        return Response({"code": exc.code, "error": exc.message}, exc.status, headers=exc.headers)
    for kind, status, code, message in _FOREIGN:
        if isinstance(exc, kind):
            if status >= 500:  # noqa: PLR2004 - the operator must see it
                logger.warning("%s: %s", code, exc)
            set_rollback()
            return Response({"code": code, "error": message}, status)
    return None
