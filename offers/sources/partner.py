"""Reads a JSON array of partner-API v2 create bodies into offers; bad ones become notices."""

import json
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from geo_matching.common.containers import read_text
from geo_matching.common.errors import InputError
from geo_matching.common.insee import departement_of_postcode
from geo_matching.common.notices import Notice
from geo_matching.common.text import normalise, shorten
from offers.sources import partner_fields as fields
from offers.sources.partner_fields import Body, FieldFault, LatLon

LONGEST_LUNCH = 200
_KNOWN = frozenset(
    {
        "title",
        "description",
        "employer_name",
        "employer_description",
        "employer_website",
        "employer_chosen_name",
        "coordinates",
        "street",
        "zipcode",
        "city",
        "sector_uuid",
        "remote_id",
        "permalink",
        "max_candidates",
        "is_public",
        "lunch_break",
        "daily_hours",
        "handicap_accessible",
        "published_at",
        "type",
        "weeks",
        "grades",
        "rep",
        "qpv",
    }
)


# Notes a fault: field, code, message.
_Note = Callable[[str, str, str], None]


@dataclass(frozen=True, slots=True)
class PartnerHost:
    """The host of an offer as its partner describes it."""

    name: str
    description: str
    website: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class PartnerSite:
    """The place of an offer."""

    street: str
    postcode: str
    city: str
    point: LatLon


@dataclass(frozen=True, slots=True)
class PartnerOffer:
    """A body that passed every check. `item` is its rank in the array, from 1."""

    item: int
    remote_id: str
    host: PartnerHost
    site: PartnerSite
    permalink: str
    title: str
    description: str
    sector: str
    capacity: int
    weeks: list[int]
    daily_hours: dict[str, list[str]]
    lunch_break: str
    audience: str
    accessible: bool
    # Whether the body says when the offer was published, and when (None: unpublished).
    says_published: bool
    published_at: datetime | None


@dataclass
class PartnerFile:
    """Offers by remote id, notices (`row` = rank of the item in the array), fields not known."""

    items: int = 0
    offers: dict[str, PartnerOffer] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)


def host_key(source: str, name: str, postcode: str) -> str:
    """Return what a host is recognised by: its name within one source and one département.

    Two "Pharmacie de la gare" of two towns are two hosts; two shops of one firm in one département
    are one.
    """
    return f"{source}:{departement_of_postcode(postcode)}:{normalise(name)}"


def site_key(host: str, site: PartnerSite) -> Hashable:
    """Return what a site of a host is recognised by: address without case or accents, and point."""
    return (host, normalise(site.street), site.postcode, normalise(site.city), *site.point)


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
    result.ignored.update(name for name in body if name not in _KNOWN)
    offer = _offer(body, number, note)
    if offer is None:
        return
    if offer.remote_id in result.offers:
        first = result.offers[offer.remote_id].item
        note("remote_id", "duplicate_remote_id", f"{offer.remote_id!r} is item {first}: left out")
        return
    result.offers[offer.remote_id] = offer


def _offer(body: Body, number: int, note: _Note) -> PartnerOffer | None:
    values: dict[str, Any] = {}
    faults = []
    for name, read in _READERS.items():
        try:
            values[name] = read(body)
        except FieldFault as fault:
            faults.append(fault)
    for found in faults:
        note(found.field, found.code, f"{found.message}: offer left out")
    return None if faults else _checked_offer(body, number, values, note)


def _checked_offer(body: Body, number: int, values: dict[str, Any], note: _Note) -> PartnerOffer:
    take = values.pop
    if len(values["lunch_break"]) > LONGEST_LUNCH:
        note("lunch_break", "lunch_cut", f"cut to {LONGEST_LUNCH} characters")
    rep, qpv = take("rep"), take("qpv")
    if rep and qpv:
        note("qpv", "two_audiences", "rep and qpv both true: kept for REP and REP+ pupils")
    take("grades")
    return PartnerOffer(
        item=number,
        host=PartnerHost(
            take("employer_name"),
            take("employer_description"),
            take("employer_website"),
            take("is_public"),
        ),
        site=PartnerSite(take("street"), take("zipcode"), take("city"), take("point")),
        lunch_break=shorten(take("lunch_break"), LONGEST_LUNCH),
        audience="rep" if rep else "qpv" if qpv else "all",
        says_published="published_at" in body,
        **values,
    )


def _text(name: str, longest: int, *, required: bool = True) -> Callable[[Body], str]:
    return lambda body: fields.text(body, name, longest, required=required)


def _boolean(name: str) -> Callable[[Body], bool]:
    return lambda body: fields.boolean(body, name)


_READERS: dict[str, Callable[[Body], Any]] = {
    "remote_id": _text("remote_id", 60),
    "title": _text("title", 150),
    "description": _text("description", 1500),
    "employer_name": _text("employer_name", 150),
    "employer_description": _text("employer_description", 275),
    "employer_website": fields.website,
    "is_public": _boolean("is_public"),
    "street": _text("street", 200, required=False),
    "zipcode": fields.zipcode,
    "city": _text("city", 50),
    "point": fields.point,
    "sector": fields.sector,
    "permalink": fields.permalink,
    "capacity": fields.capacity,
    "weeks": fields.weeks,
    "grades": fields.grades,
    "daily_hours": fields.daily_hours,
    "lunch_break": _text("lunch_break", 1000, required=False),
    "rep": _boolean("rep"),
    "qpv": _boolean("qpv"),
    "accessible": _boolean("handicap_accessible"),
    "published_at": lambda body: fields.published_at(body) if "published_at" in body else None,
}
