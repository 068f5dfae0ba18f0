"""What stands beside the form and moves with it: quality, and for whose reach the script asks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from offers.hours import DEFAULT_HOURS, parse_clock
from offers.models import OfferDraft, PointPrecision
from offers.posting.drafts import Checked, content_of
from offers.posting.fields import clock_text
from offers.posting.places import Located, TypedPlace, far_from_words
from offers.posting.week_days import BY_PLACE, PLACE_FIELDS
from offers.posting.when_form import WhenForm
from offers.posting.where_form import NOT_FOUND
from offers.quality import QualityScore, score_offer

_PRECISION_WORDS = {
    PointPrecision.GIVEN: "Le repère est là où vous l'avez posé.",
    PointPrecision.ADDRESS: "Le repère est à cette adresse.",
    PointPrecision.STREET: "Le repère est au milieu de la rue\u202f: déplacez-le jusqu'à la porte.",
    PointPrecision.POSTCODE: (
        "Le repère est au centre de la ville\u202f: déplacez-le jusqu'à la porte."
    ),
}
_UNKNOWN = "Adresse introuvable\u202f: cliquez sur la carte pour placer le repère."


class PlacedDay(NamedTuple):
    """A day of the week whose place and hours are known."""

    lat: float
    lon: float
    start_s: int
    end_s: int


@dataclass(frozen=True, slots=True)
class LiveState:
    """A draft as it stands.

    Attributes
    ----------
    located : Located or None
        The place of step 1.
    days : tuple of PlacedDay
        Distinct; empty while hours are wrong, or no place is known.
    missing : tuple of str
        Days of a shared week whose own place is typed and not found yet.
    has_hours : bool
        False while hours are wrong.
    hours_fault : str
        What is wrong with them, in French; empty while they are only missing.
    far : str
        How far the pin is from the address typed beside it, in French; empty while it is near.
    is_unknown : bool
        True while a whole address is typed in step 1 that nobody knows.
    """

    quality: QualityScore
    located: Located | None
    found_for: str
    days: tuple[PlacedDay, ...]
    missing: tuple[str, ...]
    has_hours: bool
    hours_fault: str
    far: str
    is_unknown: bool

    @property
    def place_words(self) -> str:
        if self.far:
            return f"Le repère est à {self.far} de l'adresse\u202f: déplacez-le, ou corrigez-la."
        if self.located:
            return _PRECISION_WORDS[PointPrecision(self.located.precision)]
        return _UNKNOWN if self.is_unknown else ""

    @property
    def for_script(self) -> dict[str, Any]:
        """The place of step 1, and the days as the script asks for their reach."""
        place = self.located and {
            "lat": self.located.lat,
            "lon": self.located.lon,
            "precision": self.located.precision,
            "found_for": self.found_for,
        }
        days = [
            {"lat": lat, "lon": lon, "start": clock_text(start_s), "end": clock_text(end_s)}
            for lat, lon, start_s, end_s in self.days
        ]
        return {
            "place": place,
            "place_words": self.place_words,
            "days": days,
            "missing": self.missing,
            "has_hours": self.has_hours,
            "hours_fault": self.hours_fault,
        }


def live_state(draft: OfferDraft, checked: Checked) -> LiveState:
    """Return what stands beside a draft; what is wrong or missing counts as absent."""
    where = checked.where.cleaned_data
    names = ("street", "postcode", "city")
    place = TypedPlace(*(where.get(name, "") for name in names))
    missing = _places_to_come(checked.when)
    hours: Mapping[str, Sequence[str]] = checked.daily_hours
    if "when" not in draft.data:
        # Before step 2 the usual day counts.
        hours = {"lundi": [clock_text(seconds) for seconds in DEFAULT_HOURS]}
    return LiveState(
        quality=score_offer(content_of(checked)),
        located=checked.located,
        found_for=place.key,
        days=_placed(checked, hours, missing),
        missing=missing,
        has_hours=bool(hours),
        hours_fault=_hours_fault(checked.when),
        far=far_from_words(checked.located, place),
        is_unknown=NOT_FOUND in checked.where.errors.get("street", []),
    )


def _places_to_come(when: WhenForm) -> tuple[str, ...]:
    """Return the days whose own place is begun, or not found: that of step 1 is not theirs."""
    if when.cleaned_data.get("rhythm") != BY_PLACE:
        return ()
    found = when.cleaned_data.get("places") or {}
    return tuple(
        day
        for day in when.day_fields.names
        if day not in found and any(when.data.get(f"{day}_{name}") for name in PLACE_FIELDS)
    )


def _hours_fault(when: WhenForm) -> str:
    """Return what is wrong with the hours typed; of several days, with those of the first."""
    for name, errors in when.errors.items():
        if name.endswith(("start", "end")):
            return str(errors[0])
    return ""


def _placed(
    checked: Checked, hours: Mapping[str, Sequence[str]], missing: Collection[str]
) -> tuple[PlacedDay, ...]:
    """Return the distinct days whose place is known: their own, else that of step 1."""
    own = checked.when.cleaned_data.get("places") or {}
    found = set()
    for day, times in hours.items():
        located = own[day].located if day in own else checked.located
        if located is not None and day not in missing:
            start_s, end_s = parse_clock(times[0]), parse_clock(times[-1])
            found.add(PlacedDay(located.lat, located.lon, start_s, end_s))
    return tuple(sorted(found))
