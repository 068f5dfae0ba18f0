"""Search among the offers that are open to partners, by place, sector, week, grade and words."""

import math
from dataclasses import dataclass
from functools import reduce
from operator import or_

import numpy as np
from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point, Polygon
from django.contrib.gis.measure import D
from django.db.models import Q, QuerySet
from django.http import QueryDict
from drf_spectacular.utils import extend_schema, extend_schema_view
from numpy.typing import NDArray
from rest_framework.request import Request
from rest_framework.response import Response

from geo_matching.accounts.models import Partner
from geo_matching.api.partner.errors import PartnerError, invalid
from geo_matching.api.partner.offer_json import offer_line
from geo_matching.api.partner.offers import OneOffer
from geo_matching.api.partner.pagination import page_of
from geo_matching.api.partner.schema import LISTED, SEARCH_PARAMETERS, compatible
from geo_matching.api.partner.tokens import unauthorized
from geo_matching.common.few_keys import few_keys
from geo_matching.common.versions import current
from geo_matching.matching.versioned_cache import VersionedCache
from offers.coming import coming_week
from offers.models import Audience, Host, Offer, Site
from offers.sectors import SECTORS, find_sector
from offers.sources.partner_fields import GRADES
from offers.weeks import parse_week

WIDEST_M = 60_000
_LONGEST_KEYWORD = 100
# At most 1 MB each with 100 000 offers; whatever changes what is found moves that version, or is
# the week that stands in each query.
_found: VersionedCache[NDArray[np.int64]] = VersionedCache(32)
_METRES_A_DEGREE = 111_000
_CORSICA = {"2A": ("200", "201"), "2B": ("202", "203", "204", "205", "206")}


@extend_schema_view(patch=extend_schema(exclude=True), delete=extend_schema(exclude=True))
class Search(OneOffer):
    """Recherche ; l'adresse reste aussi celle d'une offre dont l'identifiant est « search »."""

    @compatible(
        "Cherche parmi les offres ouvertes\u202f; avec un lieu, les plus proches d'abord.",
        LISTED,
        parameters=SEARCH_PARAMETERS,
        statuses=(400, 422),
    )
    def get(self, request: Request, remote_id: str = "search") -> Response:  # noqa: ARG002
        partner = self.caller.partner
        if not partner.full_access:
            raise unauthorized("Accès refusé\u202f: ce compte ne peut pas chercher (full_access).")
        partners = {p.source: p for p in Partner.objects.filter(open_data=True)}
        offers = found_offers(partner, request.query_params, list(partners.values()))
        pagination, pks = page_of(request, _found_ids(offers))
        rows = _in_order([int(pk) for pk in pks])
        lines = []
        for row in rows:
            owner = partners.get(row.source)
            masked = owner is not None and owner.masked_data
            lines.append(offer_line(row, partner, masked=masked, is_partners=owner is not None))
        return Response({"pagination": pagination, "internshipOffers": lines})


def _found_ids(offers: QuerySet[Offer]) -> NDArray[np.int64]:
    """Return all that a search finds, in its order: looked up once for all pages and callers."""

    def read() -> NDArray[np.int64]:
        return np.fromiter(offers.values_list("pk", flat=True).iterator(), np.int64)

    return _found.get((current("ranking"), str(offers.query)), read)


def _in_order(pks: list[int]) -> list[Offer]:
    full = Offer.objects.select_related("site__host", "partner_details").in_bulk(pks)
    return [full[pk] for pk in pks if pk in full]


def found_offers(
    partner: Partner, query: QueryDict, open_partners: list[Partner]
) -> QuerySet[Offer]:
    """Return what a search finds, in its order.

    Raises
    ------
    PartnerError
        When a parameter cannot be read.
    """
    open_sources = [one.source for one in open_partners]
    masked_sources = [one.source for one in open_partners if one.masked_data]
    offers: QuerySet[Offer] = (
        Offer.objects.open()
        .to_come()
        .filter(~Q(source__startswith="partner:") | Q(source__in=open_sources))
        # Seats kept for some collèges are no use to others.
        .exclude(audience=Audience.COLLEGES)
    )
    for condition in (
        _departements(partner),
        _keyword(query, masked_sources),
        _sectors(query),
        _weeks(query),
        _grades(query),
    ):
        if condition is not None:
            offers = offers.filter(condition)
    place = _place(query)
    return offers.order_by("-pk") if place is None else place.nearest(offers)


@dataclass(frozen=True, slots=True)
class _Place:
    lat: float
    lon: float
    radius_m: float

    def nearest(self, offers: QuerySet[Offer]) -> QuerySet[Offer]:
        high = self.radius_m / _METRES_A_DEGREE
        wide = high / max(math.cos(math.radians(self.lat)), 0.01)
        bounds = (self.lon - wide, self.lat - high, self.lon + wide, self.lat + high)
        box = Polygon.from_bbox(bounds)
        box.srid = 4326
        here = Point(self.lon, self.lat, srid=4326)
        return (
            offers.filter(site__point__bboverlaps=box)
            .annotate(away=Distance("site__point", here))
            .filter(away__lte=D(m=self.radius_m))
            .order_by("away", "-pk")
        )


def _values(query: QueryDict, name: str) -> list[str]:
    """Return the values of a list, with Rails' brackets or without."""
    given = query.getlist(f"{name}[]") + query.getlist(name)
    return [part.strip() for value in given for part in value.split(",") if part.strip()]


def _number(query: QueryDict, name: str, low: float, high: float) -> float | None:
    text = query.get(name, "").strip()
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        raise invalid(name, f"{name}\u202f: un nombre de {low:g} à {high:g} est attendu.")
    return value


def _place(query: QueryDict) -> _Place | None:
    lat = _number(query, "latitude", -90, 90)
    lon = _number(query, "longitude", -180, 180)
    radius = _number(query, "radius", 0, 1e9)
    if (lat is None) != (lon is None):
        name = "latitude" if lat is None else "longitude"
        raise invalid(name, "latitude et longitude vont ensemble.")
    if lat is None or lon is None:
        return None
    return _Place(lat, lon, min(WIDEST_M if radius is None else radius, WIDEST_M))


def _keyword(query: QueryDict, masked_sources: list[str]) -> Q | None:
    word = query.get("keyword", "").strip()
    if not word:
        return None
    if len(word) > _LONGEST_KEYWORD or "\x00" in word:
        raise invalid("keyword", f"keyword\u202f: {_LONGEST_KEYWORD} caractères au plus.")
    of_hosts = Site.objects.filter(host__in=Host.objects.filter(name__icontains=word))
    sites = few_keys(of_hosts)
    # Named one by one, they and the words are looked up in indexes of one table.
    by_name = Q(site__in=of_hosts if sites is None else sites)
    if masked_sources:
        # A name that is hidden shall not be guessed letter by letter.
        by_name &= ~Q(source__in=masked_sources)
    return Q(title__icontains=word) | Q(description__icontains=word) | by_name


def _sectors(query: QueryDict) -> Q | None:
    codes = [_sector(value) for value in _values(query, "sectors")]
    codes += [_sector(f"s{value}") for value in _values(query, "sector_ids")]
    return Q(sector__in=codes) if codes else None


def _sector(value: str) -> str:
    found = find_sector(value)
    if found is None or found.code not in SECTORS:
        raise _wrong("sectors", value, "un code de domaine, comme s33")
    return found.code


def _weeks(query: QueryDict) -> Q | None:
    weeks = []
    for value in _values(query, "weeks"):
        try:
            weeks.append(parse_week(value))
        except ValueError:
            raise _wrong("weeks", value, "une semaine ISO qui existe, comme 2026-W48") from None
    for value in _values(query, "week_ids"):
        try:
            weeks.append(parse_week(f"{value[:4]}-W{value[4:]}"))
        except ValueError:
            raise _wrong("week_ids", value, "année et semaine, comme 202648") from None
    if not weeks:
        return None
    # Without weeks, an offer holds for every one that has not begun; those that have find nothing.
    asked = [week for week in weeks if week >= coming_week()]
    return Q(weeks__overlap=asked) | Q(weeks=[]) if asked else Q(weeks__overlap=[])


def _grades(query: QueryDict) -> Q | None:
    grades = [value.lower() for value in _values(query, "grades")]
    for grade in grades:
        if grade not in GRADES:
            raise _wrong("grades", grade, "troisieme, quatrieme ou seconde")
    if not grades:
        return None
    fits = Q(partner_details__grades__overlap=grades)
    return fits | Q(partner_details__isnull=True) if "troisieme" in grades else fits


def _departements(partner: Partner) -> Q | None:
    codes = [row.pk for row in partner.departements.all()]
    starts = [start for code in codes for start in _CORSICA.get(code, (code,))]
    if not starts:
        return None
    return reduce(or_, (Q(site__postcode__startswith=start) for start in starts))


def _wrong(name: str, value: str, expected: str) -> PartnerError:
    shown = "".join(char if char.isprintable() else "\ufffd" for char in value[:40])
    return PartnerError(
        422, "WRONG_PARAMS", f"{name}\u202f: {expected} est attendu, pas «\u202f{shown}\u202f»."
    )
