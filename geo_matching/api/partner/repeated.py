"""Idempotency-Key: a POST that is sent again after a time-out gets the first answer again."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from geo_matching.accounts.models import RepeatedAnswer
from geo_matching.api.partner.errors import PartnerError
from geo_matching.api.partner.tokens import Caller
from offers.partner_writing import lock_partner

HEADER = "Idempotency-Key"
_LONGEST = 255
_GOOD = range(200, 300)
Answer = tuple[int, dict[str, Any]]


def answer_once(
    request: Request, caller: Caller, raw: bytes, work: Callable[[], Answer]
) -> Response:
    """Do the work and answer; with a key that was used before, answer as then.

    Work and memory of it are one transaction: either both happened or none. Refusals are not
    remembered: what was wrong may be right the next time.

    Raises
    ------
    PartnerError
        422 IDEMPOTENCY_KEY_REUSED when the key came with another body.
    """
    key = request.headers.get(HEADER, "")[: _LONGEST + 1]
    if not key:
        status, body = work()
        return Response(body, status)
    if len(key) > _LONGEST:
        raise PartnerError(422, "WRONG_PARAMS", f"{HEADER}\u202f: {_LONGEST} caractères au plus.")
    with transaction.atomic():
        # Two requests with one key: the second waits here until the first has answered.
        lock_partner(caller.partner)
        return _answered(request, caller, _digest(key.encode()), _digest(raw), work)


def _answered(
    request: Request, caller: Caller, key: str, body_digest: str, work: Callable[[], Answer]
) -> Response:
    asked = _digest(f"{request.path} {body_digest}".encode())
    known = RepeatedAnswer.objects.filter(partner=caller.partner, key=key).first()
    if known is not None and known.request != asked:
        raise PartnerError(
            422, "IDEMPOTENCY_KEY_REUSED", f"{HEADER} a déjà servi pour une autre demande."
        )
    if known is not None:
        return Response(known.body, known.status, headers={"Idempotent-Replayed": "true"})
    status, body = work()
    if status in _GOOD:
        RepeatedAnswer.objects.create(
            partner=caller.partner, key=key, request=asked, status=status, body=body
        )
    return Response(body, status)


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
