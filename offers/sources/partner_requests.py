"""Reads create bodies as the partner API takes them: more than a file may hold, and other refusals.

A place may be left to be found by its address, offers for pupils of seconde are kept, and a
request that is wrong as a whole (`WRONG_PARAMS`) is told from one with faulty fields.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from offers.sources import partner_fields as fields
from offers.sources.partner_body import READERS, PartnerOffer, offer_of, read_values
from offers.sources.partner_fields import Body, FieldFault, LatLon
from offers.weeks import week_of

SECONDE = "seconde"
# Of the fault of a field; the others are VALIDATION_ERROR.
_WRONG_PARAMS = {
    ("weeks", "bad_week"),
    ("weeks", "not_a_list"),
    ("grades", "not_a_list"),
    ("grades", "unknown_grade"),
    ("grades", "mixed_grades"),
    ("weeks", "official_weeks"),
}
_JUNE, _THIRD = 6, 2
_API_READERS = {
    **READERS,
    "point": fields.point_if_given,
    "grades": fields.any_grades,
    "employer_chosen_name": lambda body: fields.text(
        body, "employer_chosen_name", 150, required=False
    ),
}


class RequestFault(Exception):  # noqa: N818 - a fault of the data, not of the program
    """A body that cannot be used: which kind of refusal, and every fault of that kind."""

    def __init__(self, code: str, faults: tuple[FieldFault, ...]) -> None:
        super().__init__(code, *faults)
        self.code, self.faults = code, faults


@dataclass(frozen=True, slots=True)
class ReadOffer:
    """A body whose fields are all right; `point` is None when its address must be looked up."""

    values: dict[str, Any]
    says_published: bool

    @property
    def point(self) -> LatLon | None:
        return self.values["point"]

    @property
    def grades(self) -> list[str]:
        return self.values["grades"]

    @property
    def chosen_name(self) -> str:
        return self.values["employer_chosen_name"]

    def at(self, point: LatLon) -> PartnerOffer:
        """Return the offer at its point."""
        values = {k: v for k, v in self.values.items() if k != "employer_chosen_name"}
        return offer_of({**values, "point": point}, item=0, says_published=self.says_published)


def read_offer(body: Body) -> ReadOffer:
    """Read one body.

    Raises
    ------
    RequestFault
        "BAD_PAYLOAD" without weeks or grades, "WRONG_PARAMS" when these are wrong, else
        "VALIDATION_ERROR" with each faulty field.
    """
    values, faults = read_values(body, _API_READERS)
    absent = tuple(f for f in faults if f.field in {"weeks", "grades"} and f.code == "missing")
    if absent:
        raise RequestFault("BAD_PAYLOAD", absent)
    if values.get("grades") == [SECONDE] and "weeks" in values:
        faults += _official_weeks_missing(values["weeks"])
    wrong = tuple(f for f in faults if (f.field, f.code) in _WRONG_PARAMS)
    if wrong:
        raise RequestFault("WRONG_PARAMS", wrong)
    # Without a point, a street is the only way to one.
    if values.get("point", ...) is None and not values.get("street", "?"):
        faults.append(FieldFault("street", "missing", "is required without coordinates"))
        faults.append(FieldFault("coordinates", "no_coordinates", "or a known address"))
    if faults:
        raise RequestFault("VALIDATION_ERROR", tuple(faults))
    values["street"] = "" if values["street"].upper() == "N/A" else values["street"]
    return ReadOffer(values, "published_at" in body)


def official_weeks(year: int) -> tuple[int, int]:
    """Return the two weeks of the internship of seconde: from the third Monday of June."""
    first = date(year, _JUNE, 1)
    monday = first + timedelta(days=-first.weekday() % 7, weeks=_THIRD)
    return week_of(monday), week_of(monday + timedelta(weeks=1))


def _official_weeks_missing(weeks: list[int]) -> list[FieldFault]:
    years = {week // 100 for week in weeks}
    if any(set(official_weeks(year)) <= set(weeks) for year in years):
        return []
    return [FieldFault("weeks", "official_weeks", "both official weeks of June are required")]
