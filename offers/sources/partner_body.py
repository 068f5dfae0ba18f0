"""One create body of partner-API v2: its fields, each read and checked; pure."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from geo_matching.common.insee import departement_of_postcode
from geo_matching.common.text import normalise, shorten
from offers.sources import partner_fields as fields
from offers.sources.partner_fields import Body, FieldFault, LatLon

LONGEST_LUNCH = 200
KNOWN = frozenset(
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


def host_key(source: str, name: str, postcode: str) -> str:
    """Return what a host is recognised by: its name within one source and one département.

    Two "Pharmacie de la gare" of two towns are two hosts; two shops of one firm in one département
    are one.
    """
    return f"{source}:{departement_of_postcode(postcode)}:{normalise(name)}"


def site_key(host: str, site: PartnerSite) -> Hashable:
    """Return what a site of a host is recognised by: address without case or accents, and point."""
    return (host, normalise(site.street), site.postcode, normalise(site.city), *site.point)


def read_values(
    body: Body, readers: Mapping[str, Callable[[Body], Any]]
) -> tuple[dict[str, Any], list[FieldFault]]:
    """Return the values that could be read, by reader, and every fault of the others."""
    values: dict[str, Any] = {}
    faults = []
    for name, read in readers.items():
        try:
            values[name] = read(body)
        except FieldFault as fault:
            faults.append(fault)
    return values, faults


def offer_of(values: Mapping[str, Any], *, item: int, says_published: bool) -> PartnerOffer:
    """Return the offer of values that were all read; of both audiences it takes REP and REP+."""
    rest = dict(values)
    take = rest.pop
    rep, qpv = take("rep"), take("qpv")
    take("grades")
    return PartnerOffer(
        item=item,
        host=PartnerHost(
            take("employer_name"),
            take("employer_description"),
            take("employer_website"),
            take("is_public"),
        ),
        site=PartnerSite(take("street"), take("zipcode"), take("city"), take("point")),
        lunch_break=shorten(take("lunch_break"), LONGEST_LUNCH),
        audience="rep" if rep else "qpv" if qpv else "all",
        says_published=says_published,
        **rest,
    )


def _text(name: str, longest: int, *, required: bool = True) -> Callable[[Body], str]:
    return lambda body: fields.text(body, name, longest, required=required)


def _boolean(name: str) -> Callable[[Body], bool]:
    return lambda body: fields.boolean(body, name)


READERS: dict[str, Callable[[Body], Any]] = {
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
