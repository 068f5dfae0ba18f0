"""Reads a JSON array of partner-API v2 create bodies into offers; bad ones become notices."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo_matching.common.containers import read_text
from geo_matching.common.errors import InputError
from geo_matching.common.notices import Notice
from geo_matching.common.text import shorten
from offers.sources.partner_body import (
    KNOWN,
    LONGEST_LUNCH,
    READERS,
    PartnerOffer,
    offer_of,
    read_values,
)
from offers.sources.partner_fields import Body

# Notes a fault: field, code, message.
_Note = Callable[[str, str, str], None]


@dataclass
class PartnerFile:
    """Offers by remote id, notices (`row` = rank of the item in the array), fields not known."""

    items: int = 0
    offers: dict[str, PartnerOffer] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)


def read_partner_offers(path: Path) -> PartnerFile:
    """Read the array; raise InputError when the file is not one or holds no usable offer."""
    try:
        items = json.loads(read_text(path, kind="json")[0])
    except json.JSONDecodeError as error:
        raise InputError(
            f"broken JSON at character {error.colno} ({error.msg})",
            file=path.name,
            row=error.lineno,
        ) from error
    except RecursionError as error:
        raise InputError("JSON nested too deep", file=path.name) from error
    if not isinstance(items, list):
        raise InputError("one JSON array of offers was expected", file=path.name)
    if not items:
        raise InputError("the array is empty", file=path.name)
    result = PartnerFile(items=len(items))
    for number, item in enumerate(items, start=1):
        _read_item(result, path.name, number, item)
    if not result.offers:
        first = result.notices[0]
        raise InputError(
            f"none of {len(items)} offers can be used; item {first.row}: {first.column} "
            f"{first.message}",
            file=path.name,
        )
    return result


def _read_item(result: PartnerFile, file: str, number: int, item: Any) -> None:
    def note(field_name: str, code: str, message: str) -> None:
        result.notices.append(Notice(file, number, field_name, code, message))

    body = item.get("internship_offer", item) if isinstance(item, dict) else item
    if not isinstance(body, dict):
        note("", "not_an_object", f"an object was expected, not {shorten(repr(item), 40)}")
        return
    result.ignored.update(name for name in body if name not in KNOWN)
    offer = _offer(body, number, note)
    if offer is None:
        return
    if offer.remote_id in result.offers:
        first = result.offers[offer.remote_id].item
        note("remote_id", "duplicate_remote_id", f"{offer.remote_id!r} is item {first}: left out")
        return
    result.offers[offer.remote_id] = offer


def _offer(body: Body, number: int, note: _Note) -> PartnerOffer | None:
    values, faults = read_values(body, READERS)
    for found in faults:
        note(found.field, found.code, f"{found.message}: offer left out")
    if faults:
        return None
    if len(values["lunch_break"]) > LONGEST_LUNCH:
        note("lunch_break", "lunch_cut", f"cut to {LONGEST_LUNCH} characters")
    if values["rep"] and values["qpv"]:
        note("qpv", "two_audiences", "rep and qpv both true: kept for REP and REP+ pupils")
    return offer_of(values, item=number, says_published="published_at" in body)
