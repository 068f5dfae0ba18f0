"""Writes offers, markers and journeys as the plain values that become JSON."""

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localdate

from geo_matching.matching.cards import OfferCard, card_of
from geo_matching.matching.figures import CommuteFigures, minutes_up
from geo_matching.matching.queries import (
    Beyond,
    CollegeOffers,
    RankedOffer,
    Selection,
    Trip,
)
from geo_matching.matching.timetables import Timetable
from offers.models import Offer, OfferDay
from offers.sectors import SECTORS
from offers.weeks import format_week

MARKER_COLUMNS = ("id", "longitude", "latitude", "minutes", "quality", "sector")
_PART_KEYS = ("rule", "label", "points", "out_of")
# Six decimals are some ten centimetres.
DECIMALS = 6


def clock(seconds: int) -> str:
    """Return HH:MM:SS of the service day: 24:10:00 after midnight, -00:10:00 before it."""
    sign, left = ("-" if seconds < 0 else ""), abs(seconds)
    return f"{sign}{left // 3600:02}:{left // 60 % 60:02}:{left % 60:02}"


def ranked_json(ranked: RankedOffer) -> dict[str, Any]:
    return {
        **_base(ranked.offer, ranked.hours),
        "commute": commute_json(ranked.commute),
        "rank_reasons": ranked.reasons,
    }


def offer_json(offer: Offer, hours: tuple[tuple[int, int], ...]) -> dict[str, Any]:
    site = offer.site
    return {
        **_base(card_of(offer), hours),
        "description": offer.description,
        "host_description": site.host.description,
        "website": site.host.website,
        "is_public": site.host.is_public,
        "street": site.street,
        "postcode": site.postcode,
        "point_precision": site.precision,
        "daily_hours": offer.daily_hours,
        "days": [_day_json(day) for day in offer.days.select_related("site__host")],
        "lunch_break": offer.lunch_break,
        "audience": offer.audience,
        "accessible": offer.accessible,
        "permalink": offer.permalink,
    }


def _day_json(day: OfferDay) -> dict[str, Any]:
    site = day.site
    return {
        "day": day.day,
        "start": clock(day.start_s)[:5],
        "end": clock(day.end_s)[:5],
        "host": site.host.name,
        "street": site.street,
        "postcode": site.postcode,
        "city": site.city,
        "point": _point_json(site.point.x, site.point.y),
    }


def _point_json(longitude: float, latitude: float) -> dict[str, Any]:
    return {
        "type": "Point",
        "coordinates": [round(longitude, DECIMALS), round(latitude, DECIMALS)],
    }


def _base(card: OfferCard, hours: tuple[tuple[int, int], ...]) -> dict[str, Any]:
    sector = SECTORS.get(card.sector)
    return {
        "id": card.pk,
        "title": card.title,
        "host": card.host,
        "sector": {"code": card.sector, "name": sector.name if sector else ""},
        "city": card.city,
        "capacity": card.capacity,
        "seats_left": card.seats_left,
        "weeks": [format_week(week) for week in card.weeks],
        "hours": [{"start": clock(start)[:5], "end": clock(end)[:5]} for start, end in hours],
        "point": _point_json(card.longitude, card.latitude),
        "quality": {
            "score": card.quality_score,
            "parts": [{key: part[key] for key in _PART_KEYS} for part in card.quality_parts],
        },
    }


def commute_json(figures: CommuteFigures) -> dict[str, int]:
    return {
        "minutes": figures.minutes,
        "morning": figures.morning,
        "evening": figures.evening,
        "rides": figures.rides,
        "walk_minutes": figures.walk_minutes,
    }


def beyond_json(beyond: Beyond | None) -> dict[str, int] | None:
    return None if beyond is None else {"minutes": beyond.minutes, "count": beyond.count}


def timetable_json(timetable: Timetable, weeks: Iterable[int]) -> dict[str, Any]:
    return {
        "date": timetable.service_date.isoformat(),
        "covered_from": timetable.covered_from.isoformat(),
        "covered_to": timetable.covered_to.isoformat(),
        "notice": timetable.notice(localdate(), weeks),
    }


def trip_timetable_json(timetable: Timetable, week: int | None) -> dict[str, Any]:
    today = localdate()
    return {
        **timetable_json(timetable, ()),
        "date": timetable.day_of(week).isoformat(),
        "week": None if week is None else format_week(week),
        "notice": timetable.trip_notice(today, week),
        "text": timetable.trip_words(today, week),
    }


def markers_json(offers: CollegeOffers, selection: Selection) -> dict[str, Any]:
    positions = selection.positions
    table, rows = offers.table, offers.offer[positions]
    columns = (
        table.offer_id[rows].tolist(),
        table.longitude[rows].round(DECIMALS).tolist(),
        table.latitude[rows].round(DECIMALS).tolist(),
        offers.minutes[positions].tolist(),
        table.quality[rows].tolist(),
        [table.sectors[index] for index in table.sector[rows].tolist()],
    )
    return {
        "count": int(positions.size),
        "beyond": beyond_json(selection.beyond),
        "columns": MARKER_COLUMNS,
        "rows": list(zip(*columns, strict=True)),
    }


def way_json(trip: Trip) -> dict[str, Any] | None:
    journey = trip.journey
    if journey is None:
        return None
    legs = [_leg_json(leg) for leg in journey.legs]
    # The engine knows points, not names, at both ends.
    legs[0]["from"], legs[-1]["to"] = trip.from_name, trip.to_name
    return {
        "date": trip.date.isoformat(),
        "departure": clock(journey.departure),
        "arrival": clock(journey.arrival),
        "minutes": minutes_up(trip.total_s),
        "rides": journey.rides,
        "walk_minutes": minutes_up(journey.walk_s),
        "legs": legs,
    }


def _leg_json(leg: Any) -> dict[str, Any]:
    return {
        "kind": "ride" if leg.mode == "ride" else "walk",
        "from": leg.from_name,
        "to": leg.to_name,
        "departure": clock(leg.departure),
        "arrival": clock(leg.arrival),
        "line": leg.route,
        "colour": leg.colour,
        "text_colour": leg.text_colour,
        "headsign": leg.headsign,
        "stops": leg.stops,
        "geometry": {
            "type": "LineString",
            "coordinates": [
                [round(lon, DECIMALS), round(lat, DECIMALS)] for lat, lon in leg.geometry
            ],
        },
    }
