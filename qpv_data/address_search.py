"""Finds streets and doors by what people type: words in any order, short forms, typing errors."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, QuerySet

from geo_matching.common.geo import great_circle_m
from geo_matching.common.text import normalise
from qpv_data.models import Address, Street

FEWEST_LETTERS = 3
# Streets looked at more closely, by distance and for the door.
_CANDIDATES = 40
# Below it, a street has no more in common with what was typed than its town.
_LEAST_LIKENESS = 0.5
# Likeness in steps of a tenth: within one, the nearer street comes first.
_STEPS = 10
_NUMBER = re.compile(r"^(\d{1,4})([a-z]{0,6})$")
_POSTCODE = re.compile(r"^\d{5}$")
_SUFFIXES = frozenset({"bis", "ter", "quater", "b", "t", "q", "a", "c", "d"})
_SHORT_FORMS = {
    "all": "allee",
    "av": "avenue",
    "ave": "avenue",
    "bd": "boulevard",
    "bld": "boulevard",
    "bvd": "boulevard",
    "ch": "chemin",
    "che": "chemin",
    "crs": "cours",
    "fg": "faubourg",
    "imp": "impasse",
    "pl": "place",
    "qu": "quai",
    "r": "rue",
    "rte": "route",
    "sq": "square",
    "st": "saint",
    "ste": "sainte",
}


@dataclass(frozen=True, slots=True)
class FoundAddress:
    """A door, or the middle of a street when `is_door` is false; degrees (WGS84)."""

    label: str
    number: str
    street: str
    postcode: str
    city: str
    commune_code: str
    lat: float
    lon: float
    is_door: bool


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed: the number, if it begins with one, and the other words in full."""

    number: str
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.words)


def find_addresses(text: str, near: Point | None = None, limit: int = 8) -> list[FoundAddress]:
    """Return the addresses that fit what was typed, the best first; [] below three letters.

    Nothing of the text is stored or logged.

    Parameters
    ----------
    text : str
        "12 bis av. Ampère Grenoble", "38000 grenoble rue de la republique": number or none.
    near : Point, optional
        In degrees (SRID 4326): of streets that fit equally, the nearer comes first.
    limit : int
        How many at most.
    """
    typed = _read(text)
    if len(typed.text) < FEWEST_LETTERS:
        return []
    streets = list(_with_every_word(typed)[:_CANDIDATES]) or list(_alike(typed)[:_CANDIDATES])
    streets.sort(key=lambda street: _rank(street, near))
    return _doors(streets[:limit], typed.number)


def _read(text: str) -> _Typed:
    words = normalise(text).split()
    number = ""
    match = _NUMBER.match(words[0]) if words else None
    if match:
        number, words = words[0], words[1:]
        if words and words[0] in _SUFFIXES and not match[2]:
            number, words = number + words[0], words[1:]
    return _Typed(number, tuple(_SHORT_FORMS.get(word, word) for word in words))


def _with_every_word(typed: _Typed) -> QuerySet[Street]:
    """Return the streets that hold every word typed; short ones ("de") count for the order only."""
    return _by_likeness(_holding(_long(typed)), typed)


def _long(typed: _Typed) -> list[str]:
    return [word for word in typed.words if len(word) >= FEWEST_LETTERS] or list(typed.words)


def _holding(words: Iterable[str]) -> QuerySet[Street]:
    found = Street.objects.all()
    for word in words:
        found = found.filter(search__contains=word)
    return found


def _alike(typed: _Typed) -> QuerySet[Street]:
    """Return the streets that look like what was typed, for typing errors.

    First among the streets that hold the words that are right, say the town's; the index of
    trigrams over all streets is asked only when these hold none.
    """
    long = _long(typed)
    right = [word for word in long if _holding([word]).exists()]
    if right:
        found = _by_likeness(_holding(right), typed)
        if found.exists():
            return found.alias(near=F("likeness")).filter(near__gte=_LEAST_LIKENESS)
    names = " ".join(word for word in typed.words if not _POSTCODE.match(word)) or typed.text
    return _by_likeness(Street.objects.filter(search__trigram_word_similar=names), typed)


def _by_likeness(streets: QuerySet[Street], typed: _Typed) -> QuerySet[Street]:
    likeness = TrigramWordSimilarity(typed.text, "search")
    return streets.annotate(likeness=likeness).order_by(F("likeness").desc(), "search", "pk")


def _rank(street: Street, near: Point | None) -> tuple[float, float, str, int]:
    likeness: float = getattr(street, "likeness")  # noqa: B009 - an annotation
    point = street.point
    away_m = great_circle_m(near.y, near.x, point.y, point.x) if near is not None else 0.0
    step = -round(likeness * _STEPS) if near is not None else -likeness
    return step, away_m, street.search, street.pk


def _doors(streets: list[Street], number: str) -> list[FoundAddress]:
    """Return the door of that number in each street that has it, then the streets without it."""
    doors: dict[int, Address] = {}
    if number:
        found = Address.objects.filter(street_id__in=[s.pk for s in streets], number=number)
        doors = {door.street_id: door for door in found.order_by("-pk")}
    ordered = sorted(streets, key=lambda street: number != "" and street.pk not in doors)
    return [_found(street, doors.get(street.pk)) for street in ordered]


def _found(street: Street, door: Address | None) -> FoundAddress:
    number = door.number if door else ""
    point = door.point if door else street.point
    return FoundAddress(
        label=f"{number} {street}".strip(),
        number=number,
        street=street.name,
        postcode=street.postcode,
        city=street.commune_name,
        commune_code=street.commune_code,
        lat=point.y,
        lon=point.x,
        is_door=door is not None,
    )
