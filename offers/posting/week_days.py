"""The days of an offer's week in a form: the same hours, hours by day, or a place by day too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Any

from django import forms

from offers.posting.fields import Clock, Postcode, Text
from offers.posting.places import Located, TypedPlace, locate

if TYPE_CHECKING:
    from offers.posting.when_form import WhenForm

# Pupils under sixteen do not work before or after.
EARLIEST, LATEST = time(6), time(20)
SAME, BY_PLACE = "same", "places"
# Of a day at a place of its own.
PLACE_FIELDS = ("host", "street", "postcode", "city")


@dataclass(frozen=True, slots=True)
class DayPlace:
    """A day at a place of its own: the host who receives there, the address, and where it is."""

    host: str
    place: TypedPlace
    located: Located


@dataclass(frozen=True, slots=True)
class Day:
    """The fields of one day, for the page."""

    name: str
    start: forms.BoundField
    end: forms.BoundField
    place: tuple[forms.BoundField, ...]


class DayFields:
    """Gives a form the fields of each day; all may stay empty."""

    def __init__(self, form: forms.Form, days: Sequence[str]) -> None:
        self.form, self.names = form, tuple(days)
        for day in days:
            fields: dict[str, forms.Field] = {
                "start": Clock(label=f"Début, {day}", required=False),
                "end": Clock(label=f"Fin, {day}", required=False),
                "host": Text(150, label=f"Structure d'accueil, {day}", required=False),
                "street": Text(200, label=f"Numéro et rue, {day}", required=False),
                "postcode": Postcode(label=f"Code postal, {day}", required=False),
                "city": Text(50, label=f"Ville, {day}", required=False),
            }
            for name, field in fields.items():
                field.widget.attrs.setdefault("class", "fr-input")
                form.fields[f"{day}_{name}"] = field

    def __iter__(self) -> Any:
        for day in self.names:
            place = tuple(self.form[f"{day}_{n}"] for n in PLACE_FIELDS)
            yield Day(day, self.form[f"{day}_start"], self.form[f"{day}_end"], place)


def read_days(form: "WhenForm", rhythm: str) -> tuple[dict[str, list[str]], dict[str, DayPlace]]:
    """Return the hours of each day as the partner API writes them, and the places of their own."""
    if rhythm == SAME:
        return _same_hours(form), {}
    hours, places = {}, {}
    for day in form.day_fields.names if rhythm else ():
        pair = _pair(form, f"{day}_start", f"{day}_end")
        if pair:
            hours[day] = pair
        if rhythm == BY_PLACE and pair and (place := _place(form, day)):
            places[day] = place
    if rhythm and not hours and not form.errors:
        form.add_error("lundi_start", "Indiquez les horaires d'au moins un jour.")
    if rhythm == BY_PLACE and hours and not places and not form.errors:
        form.add_error("lundi_street", "Indiquez l'adresse d'au moins un des jours.")
    return hours, places


def _same_hours(form: "WhenForm") -> dict[str, list[str]]:
    cleaned = form.cleaned_data
    days = cleaned.get("days") or []
    if not days and "days" not in form.errors:
        form.add_error("days", "Cochez au moins un jour.")
    for name in ("start", "end"):
        if cleaned.get(name) is None and name not in form.errors:
            form.add_error(name, "Indiquez une heure.")
    pair = _pair(form, "start", "end")
    return {day: pair for day in form.day_fields.names if day in days} if pair else {}


def _pair(form: "WhenForm", start_name: str, end_name: str) -> list[str]:
    """Return ["9:00", "17:00"], [] where the day is off or its hours are wrong."""
    start, end = form.cleaned_data.get(start_name), form.cleaned_data.get(end_name)
    if start is None or end is None:
        missing = start_name if start is None else end_name
        if (start is None) != (end is None) and missing not in form.errors:
            form.add_error(missing, "Indiquez aussi cette heure.")
        return []
    if end <= start:
        form.add_error(end_name, "La journée doit finir après son début.")
        return []
    if start < EARLIEST or end > LATEST:
        wrong = start_name if start < EARLIEST else end_name
        form.add_error(wrong, "Un élève de 3e est accueilli entre 6\u202fh et 20\u202fh.")
        return []
    return [f"{clock.hour}:{clock.minute:02}" for clock in (start, end)]


def _place(form: "WhenForm", day: str) -> DayPlace | None:
    """Return the place of a day, None where it is that of the offer."""
    cleaned = form.cleaned_data
    host, street, postcode, city = (cleaned.get(f"{day}_{name}") or "" for name in PLACE_FIELDS)
    if not any((host, street, postcode, city)):
        return None
    for name, value in zip(PLACE_FIELDS, (host, street, postcode, city), strict=True):
        if not value and f"{day}_{name}" not in form.errors:
            form.add_error(f"{day}_{name}", "Complétez l'adresse de ce jour.")
    place = TypedPlace(street, postcode, city)
    if not all((host, street, postcode, city)):
        return None
    located = locate(place)
    if located is None:
        form.add_error(f"{day}_street", "Nous ne trouvons pas cette adresse.")
        return None
    return DayPlace(host, place, located)
