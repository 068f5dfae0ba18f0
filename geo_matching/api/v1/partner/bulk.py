"""Up to a thousand offers at once: each line is created, updated or refused, and told so."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from geo_matching.api.partner.changing import incoming_of, not_written
from geo_matching.api.partner.errors import PartnerError, refused
from geo_matching.api.partner.examples import BULK_EXAMPLE
from geo_matching.api.partner.reading import parse_json, read_bytes
from geo_matching.api.partner.repeated import Answer, answer_once
from geo_matching.api.partner.schema import Char, Integer, OfferBodySerializer, example, inline
from geo_matching.api.partner.tokens import Caller
from geo_matching.api.v1.common import ErrorSerializer
from geo_matching.api.v1.partner.schema import ATOMIC, owned
from geo_matching.api.v1.partner.views import PartnerApiView
from offers.partner_writing import Incoming, Outcome, write_offers
from offers.sources.partner_requests import RequestFault
from offers.sources.partner_words import LONGEST

MOST_LINES = 1000
MOST_BYTES = 8 * 1024 * 1024
_STATUSES = ("created", "updated", "unchanged", "refused", "not_written")


@dataclass
class _Line:
    """A line of the request: an offer to write, or the reason why not."""

    number: int
    remote_id: Any
    one: Incoming | None = None
    error: dict[str, Any] | None = None
    outcome: Outcome | None = field(default=None)


_Results = inline(
    "BulkResult",
    {
        "line": Integer(help_text="Rang dans la demande, à partir de 1."),
        "remote_id": Char(allow_null=True),
        "status": serializers.ChoiceField(choices=_STATUSES),
        "id": Integer(required=False),
        "url": Char(required=False),
        "coordinates_precision": Char(required=False),
        "error": serializers.JSONField(
            required=False, help_text="{code, error}, comme une par une."
        ),
    },
    many=True,
)
_ANSWER = inline(
    "BulkAnswer",
    {
        **{status: Integer() for status in _STATUSES},
        "results": _Results,
    },
)

# All or none, and it was none; or not a list of offers at all.
_REFUSAL = PolymorphicProxySerializer(
    "BulkRefusal", [_ANSWER, ErrorSerializer], resource_type_field_name=None
)


class BulkOffers(PartnerApiView):
    """Crée ou met à jour jusqu'à 1 000 offres, une réponse par ligne."""

    counted = "bulk"

    @owned(
        {200: _ANSWER, 422: _REFUSAL},
        request=inline(
            "BulkBody",
            {
                "internship_offers": OfferBodySerializer(many=True),
            },
        ),
        parameters=(ATOMIC,),
        statuses=(400, 413),
        examples=[example("une offre", BULK_EXAMPLE, request=True)],
    )
    def post(self, request: Request) -> Response:
        raw = read_bytes(request, MOST_BYTES)
        whole = ATOMIC.read(request.query_params) == "1"

        def work() -> Answer:
            lines = _lines(_items(request, raw))
            return _written(self.caller, lines, whole=whole)

        return answer_once(request, self.caller, raw, work)


def _items(request: Request, raw: bytes) -> list[Any]:
    """Return the offers of a JSON list, of {"internship_offers": [...]}, or one a line (NDJSON)."""
    if "ndjson" in request.headers.get("Content-Type", ""):
        items: Any = [parse_json(line) for line in raw.splitlines() if line.strip()]
    else:
        value = parse_json(raw)
        items = value.get("internship_offers") if isinstance(value, dict) else value
    if not isinstance(items, list) or not items:
        raise PartnerError(422, "BAD_PAYLOAD", "Une liste d'offres est attendue.")
    if len(items) > MOST_LINES:
        raise PartnerError(422, "BAD_PAYLOAD", f"{MOST_LINES} offres au plus, {len(items)} reçues.")
    return items


def _lines(items: Sequence[Any]) -> list[_Line]:
    lines, seen = [], set()
    for number, item in enumerate(items, start=1):
        line = _line(number, item)
        if line.one is not None and line.one.offer.remote_id in seen:
            message = "Cet identifiant (remote_id) est déjà dans une ligne d'avant."
            line.one, line.error = None, {"code": "DUPLICATE_API", "error": message}
        if line.one is not None:
            seen.add(line.one.offer.remote_id)
        lines.append(line)
    return lines


def _line(number: int, item: Any) -> _Line:
    body = item.get("internship_offer", item) if isinstance(item, dict) else item
    if not isinstance(body, dict) or not body:
        return _Line(number, None, error={"code": "BAD_PAYLOAD", "error": "Un objet est attendu."})
    remote_id = _printable(body.get("remote_id"))
    try:
        one = incoming_of(body)
        return _Line(number, one.offer.remote_id, one)
    except RequestFault as fault:
        return _Line(number, remote_id, error=refused(fault, body).body)


def _printable(remote_id: Any) -> str | None:
    """Return an identifier as it may be sent back, also when it is a refused one."""
    if not isinstance(remote_id, str | int):
        return None
    text = str(remote_id)[: LONGEST["remote_id"]]
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _written(caller: Caller, lines: list[_Line], *, whole: bool) -> Answer:
    """Write the lines that are right; with `whole`, all of them or none."""
    with transaction.atomic():
        right = [line for line in lines if line.one is not None]
        if not (whole and len(right) < len(lines)):
            incoming = [line.one for line in right if line.one is not None]
            outcomes = write_offers(caller.partner, caller.user, incoming)
            for line, outcome in zip(right, outcomes, strict=True):
                line.outcome = outcome
                if not outcome.is_written:
                    line.error = not_written(outcome).body
        undone = whole and any(line.error for line in lines)
        if undone:
            transaction.set_rollback(True)
    results = [_result(line, undone=undone) for line in lines]
    counts = {name: sum(one["status"] == name for one in results) for name in _STATUSES}
    return 422 if undone else 200, {**counts, "results": results}


def _result(line: _Line, *, undone: bool) -> dict[str, Any]:
    about = {"line": line.number, "remote_id": line.remote_id}
    if line.error is not None:
        return {**about, "status": "refused", "error": line.error}
    offer = line.outcome.offer if line.outcome else None
    if undone or offer is None or line.outcome is None:
        return {**about, "status": "not_written"}
    return {
        **about,
        "status": line.outcome.status,
        "id": offer.pk,
        "url": f"{settings.SITE_URL}/offres/{offer.pk}/",
        "coordinates_precision": str(offer.site.precision),
    }
