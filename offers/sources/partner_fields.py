"""The fields of a partner-API v2 create body: what each accepts, and what to say when it does not.

Every function takes the whole body and returns a clean value, or raises FieldFault.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from geo_matching.common.france import (
    BOXES,
    point_fault,
    territory_of_departement,
)
from geo_matching.common.insee import departement_of_postcode, is_postcode
from geo_matching.common.text import shorten
from offers.hours import parse_daily_hours
from offers.sectors import find_sector
from offers.weeks import parse_week

Body = Mapping[str, Any]

COLLEGE_GRADES = frozenset({"troisieme", "quatrieme"})
GRADES = COLLEGE_GRADES | {"seconde"}
MOST_SEATS = 6000
# Permalinks to a partner's trial site must not reach pupils.
_TRIAL_WORDS = ("test", "staging")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False, "": False, "none": False}
# Outside of them a date is a mistake, and some are beyond what databases hold.
_YEARS = range(2000, 2101)
# 0.1 m: far below what an address means, and the same for everyone who computes it.
DECIMALS = 6


class FieldFault(Exception):  # noqa: N818 - a fault of the data, not of the program
    """A field that cannot be used: its name, a code for counting, and what to do."""

    def __init__(self, field: str, code: str, message: str) -> None:
        super().__init__(message)
        self.field, self.code, self.message = field, code, message


class LatLon(NamedTuple):
    """A point in degrees."""

    lat: float
    lon: float


def text(body: Body, field: str, longest: int, *, required: bool = True) -> str:
    """Return a text of at most `longest` characters, without blanks around it."""
    value = body.get(field)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None or (isinstance(value, str) and not value.strip()):
        if required:
            raise FieldFault(field, "missing", "is required")
        return ""
    if not isinstance(value, str):
        raise FieldFault(field, "not_text", f"text was expected, not {shorten(repr(value), 40)}")
    clean = value.strip()
    if "\x00" in clean or any("\ud800" <= char <= "\udfff" for char in clean):
        raise FieldFault(field, "not_text", "holds characters that are not text")
    if len(clean) > longest:
        raise FieldFault(field, "too_long", f"{len(clean)} characters, at most {longest}")
    return clean


def boolean(body: Body, field: str) -> bool:
    """Return true or false; absent or null is false."""
    value = _BOOLEANS.get(str(body.get(field, "")).strip().lower())
    if value is None:
        found = shorten(repr(body[field]), 40)
        raise FieldFault(field, "not_boolean", f"true or false was expected, not {found}")
    return value


def zipcode(body: Body) -> str:
    """Return a French postcode as five digits."""
    # A number has lost its leading zero; a text with four digits is a typing error.
    number = isinstance(body.get("zipcode"), int)
    value = text(body, "zipcode", 20).zfill(5 if number else 0)
    if not is_postcode(value):
        raise FieldFault("zipcode", "bad_postcode", f"{value!r} is not a French postcode")
    return value


def permalink(body: Body) -> str:
    """Return the address of the offer's page at the partner's."""
    value = text(body, "permalink", 200)
    if not value.lower().startswith(("https://", "http://")):
        raise FieldFault("permalink", "bad_permalink", "must begin with https:// or http://")
    trial = next((word for word in _TRIAL_WORDS if word in value.lower()), "")
    if trial:
        raise FieldFault("permalink", "trial_permalink", f'must not contain "{trial}"')
    return value


def website(body: Body) -> str:
    """Return the host's site; without a scheme it gets https, any other scheme is refused."""
    value = text(body, "employer_website", 540, required=False)
    if not value or value.lower().startswith(("https://", "http://")):
        return value
    if ":" in value or "." not in value:
        raise FieldFault("employer_website", "bad_website", "must begin with https:// or http://")
    return f"https://{value}"


def sector(body: Body) -> str:
    """Return the short code of a known sector."""
    value = text(body, "sector_uuid", 80)
    found = find_sector(value)
    if found is None:
        raise FieldFault(
            "sector_uuid", "unknown_sector", f"{value!r} is no sector: give its code, s1 to s51"
        )
    return found.code


def capacity(body: Body) -> int:
    """Return the seats; 1 when the partner does not say."""
    value = body.get("max_candidates")
    if value in (None, ""):
        return 1
    seats = int(value) if isinstance(value, str) and value.strip().isdecimal() else value
    if not isinstance(seats, int) or isinstance(seats, bool) or not 1 <= seats <= MOST_SEATS:
        found = shorten(repr(value), 40)
        raise FieldFault("max_candidates", "bad_capacity", f"1 to {MOST_SEATS}, not {found}")
    return seats


def weeks(body: Body) -> list[int]:
    """Return ISO weeks as year * 100 + week, ascending and distinct."""
    values = _list(body, "weeks", 'a list such as ["2026-W48"]')
    try:
        return sorted({parse_week(str(value)) for value in values})
    except ValueError as error:
        raise FieldFault("weeks", "bad_week", str(error)) from None


def grades(body: Body) -> list[str]:
    """Return the grades; at least one of collège, and none of lycée beside it."""
    values = any_grades(body)
    if not COLLEGE_GRADES & set(values):
        raise FieldFault("grades", "not_for_college", "holds neither troisieme nor quatrieme")
    return values


def any_grades(body: Body) -> list[str]:
    """Return the grades, all of collège or all of lycée."""
    values = [str(v).strip().lower() for v in _list(body, "grades", 'a list such as ["troisieme"]')]
    unknown = sorted(set(values) - GRADES)
    if unknown:
        found = shorten(repr(unknown[0]), 40)
        raise FieldFault("grades", "unknown_grade", f"{found} is not a grade")
    if COLLEGE_GRADES & set(values) and set(values) - COLLEGE_GRADES:
        raise FieldFault("grades", "mixed_grades", "collège and lycée in one offer: send two")
    return sorted(set(values))


def daily_hours(body: Body) -> dict[str, list[str]]:
    """Return the hours by day, {} when none is given."""
    try:
        return parse_daily_hours(body.get("daily_hours"))
    except ValueError as error:
        raise FieldFault("daily_hours", "bad_hours", str(error)) from None


def published_at(body: Body) -> datetime | None:
    """Return when the offer was published, None when null unpublishes it."""
    value = body["published_at"]
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or moment.year not in _YEARS:
        raise FieldFault(
            "published_at", "bad_date", f"{value!r}: 2026-11-23T08:00:00+01:00 was expected"
        )
    return moment


def point(body: Body) -> LatLon:
    """Return the place of the internship; it must be given, in France, and where the postcode is.

    An address alone is refused: a point guessed from a postcode is minutes away from the door.
    """
    found = point_if_given(body)
    if found is None:
        raise FieldFault(
            "coordinates",
            "no_coordinates",
            "add {latitude, longitude} of the door: addresses are not looked up",
        )
    return found


def point_if_given(body: Body) -> LatLon | None:
    """Return the place of the internship, None when the body gives none."""
    value = body.get("coordinates")
    if value in (None, "", {}):
        return None
    try:
        lat, lon = float(value["latitude"]), float(value["longitude"])
    except (KeyError, TypeError, ValueError, OverflowError):
        raise FieldFault(
            "coordinates", "bad_coordinates", "must look like {latitude: 45.18, longitude: 5.72}"
        ) from None
    _require_in_france(lat, lon)
    _require_near_postcode(lat, lon, str(body.get("zipcode", "")).strip().zfill(5))
    return LatLon(round(lat, DECIMALS), round(lon, DECIMALS))


def _require_in_france(lat: float, lon: float) -> None:
    fault = point_fault(lat, lon)
    reasons = {
        "zero": "0, 0 is no address",
        "swapped": "latitude and longitude are exchanged",
        "outside": "is outside France",
    }
    if fault:
        code = "swapped_coordinates" if fault == "swapped" else "outside_france"
        raise FieldFault("coordinates", code, f"{lat:g}, {lon:g}: {reasons[fault]}")


def _require_near_postcode(lat: float, lon: float, postcode: str) -> None:
    if not is_postcode(postcode):
        return
    given = territory_of_departement(departement_of_postcode(postcode))
    if not BOXES[given].holds(lat, lon):
        raise FieldFault(
            "coordinates",
            "other_territory",
            f"{lat:g}, {lon:g} is not where postcode {postcode} is ({given})",
        )


def _list(body: Body, field: str, form: str) -> list[Any]:
    value = body.get(field)
    if value in (None, "", []):
        raise FieldFault(field, "missing", f"is required: {form}")
    if not isinstance(value, list):
        raise FieldFault(field, "not_a_list", f"{form} was expected")
    return value
