"""What an offer says of its week, as lines of French."""

from dataclasses import dataclass

from geo_matching.common.text import time_in_words
from offers.hours import DAYS, DEFAULT_HOURS, parse_clock
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
        text = " ou ".join(_span(*pair) for pair in pairs or [DEFAULT_HOURS])
        return [Line("Du lundi au vendredi", text)]
    elsewhere = {
        one.day: f", chez {one.site.host.name}, {one.site}"
        for one in offer.days.exclude(site=offer.site_id).select_related("site__host")
    }
    texts = {day: _day(times) + elsewhere.get(day, "") for day, times in hours.items()}
    lines: list[tuple[list[str], str]] = []
    for day, text in texts.items():
        if lines and lines[-1][1] == text and _follows(lines[-1][0][-1], day):
            lines[-1][0].append(day)
        else:
            lines.append(([day], text))
    return [Line(_days(days), text) for days, text in lines]


def programme_of(offer: Offer) -> list[Line]:
    """Return the programme, day by day, in the order of the week."""
    told = offer.programme
    return [Line(day.capitalize(), str(told[day])) for day in DAYS if told.get(day)]


def _follows(day: str, next_day: str) -> bool:
    return DAYS.index(next_day) == DAYS.index(day) + 1


def _days(days: list[str]) -> str:
    if len(days) > 2:  # noqa: PLR2004 - from three on, first and last say it
        return f"Du {days[0]} au {days[-1]}"
    return " et ".join(days).capitalize()


def _day(times: list[str]) -> str:
    seconds = [parse_clock(time) for time in times]
    spans = zip(seconds[::2], seconds[1::2], strict=True)
    return " et ".join(_span(start, end) for start, end in spans)


def _span(start_s: int, end_s: int) -> str:
    return f"{time_in_words(start_s)} à {time_in_words(end_s)}"
