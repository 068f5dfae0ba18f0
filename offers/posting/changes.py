"""An offer in words, field by field, and what differs between two states of it."""

from collections.abc import Mapping

from geo_matching.common.text import shorten, typeset
from offers.hours import DAYS
from offers.models import Offer
from offers.sectors import SECTORS
from offers.weeks import weeks_in_words

_WIDTH = 160
_PLAIN = (
    "title",
    "description",
    "capacity",
    "group_size",
    "lunch_break",
    "tutor_name",
    "tutor_trade",
    "jobs",
    "to_bring",
    "accessibility",
)


def told_offer(offer: Offer) -> dict[str, str]:
    """Return label -> words of everything a host can change."""
    label = {field.name: str(field.verbose_name) for field in Offer._meta.fields}  # noqa: SLF001 - the documented API
    told = {label[name]: str(getattr(offer, name)) for name in _PLAIN}
    sector = SECTORS.get(offer.sector)
    colleges = offer.reserved_colleges.order_by("name", "uai")
    return told | {
        "structure": offer.site.host.name,
        label["site"]: str(offer.site),
        label["sector"]: sector.name if sector else offer.sector,
        label["weeks"]: weeks_in_words(offer.weeks),
        label["daily_hours"]: _hours(offer.daily_hours),
        label["programme"]: "\u202f; ".join(
            f"{day}\u202f: {offer.programme[day]}" for day in DAYS if day in offer.programme
        ),
        label["audience"]: offer.get_audience_display(),
        "collèges choisis": ", ".join(college.name for college in colleges),
        label["accessible"]: "oui" if offer.accessible else "non",
        "lieux par jour": "\u202f; ".join(
            f"{day.day}\u202f: {day.site}" for day in offer.days.select_related("site")
        ),
    }


def changes_between(before: Mapping[str, str], after: Mapping[str, str]) -> list[dict[str, str]]:
    """Return [{"field", "before", "after"}], shortened, of what differs."""
    return [
        {"field": name, "before": _short(before[name]), "after": _short(text)}
        for name, text in after.items()
        if before[name] != text
    ]


def _short(text: str) -> str:
    # On one line every blank is the same: the narrow ones are set again.
    return typeset(shorten(text, _WIDTH))


def _hours(daily: Mapping[str, list[str]]) -> str:
    # The database keeps its own order of keys.
    return ", ".join(f"{day} {daily[day][0]}-{daily[day][-1]}" for day in DAYS if day in daily)
