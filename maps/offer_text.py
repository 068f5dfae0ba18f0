"""What an offer says of its week, as lines of French."""

from dataclasses import dataclass

from offers.hours import DAYS, DEFAULT_HOURS, days_in_words, span_in_words, times_in_words
from offers.models import Audience, Offer

_AUDIENCES = {
    Audience.REP: "Réservée aux collèges de l'éducation prioritaire (REP et REP+)",
    Audience.QPV: "Réservée aux collèges des quartiers prioritaires (QPV)",
    Audience.COLLEGES: "Réservée à des collèges choisis par la structure",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A day, and what is said of it."""

    day: str
    text: str


def audience_words(offer: Offer) -> str:
    """Return who an offer is kept for, "" when it is for all."""
    return _AUDIENCES.get(Audience(offer.audience), "")


def days_of(offer: Offer) -> list[Line]:
    """Return the hours of each day, and its place where hosts share the week; equals together."""
    hours = {day: offer.daily_hours[day] for day in DAYS if offer.daily_hours.get(day)}
    if not hours:
        pairs = [(row.start_s, row.end_s) for row in offer.hours.order_by("start_s", "end_s")]
        text = " ou ".join(span_in_words(*pair) for pair in pairs or [DEFAULT_HOURS])
        return [Line("Du lundi au vendredi", text)]
    elsewhere = {
        one.day: f", chez {one.site.host.name}, {one.site}"
        for one in offer.days.exclude(site=offer.site_id).select_related("site__host")
    }
    texts = {day: times_in_words(times) + elsewhere.get(day, "") for day, times in hours.items()}
    return [Line(days, text) for days, text in days_in_words(texts)]


def programme_of(offer: Offer) -> list[Line]:
    """Return the programme, day by day, in the order of the week."""
    told = offer.programme
    return [Line(day.capitalize(), str(told[day])) for day in DAYS if told.get(day)]
