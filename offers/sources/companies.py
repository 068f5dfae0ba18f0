"""Reads answers of the State's search of firms: one establishment, nothing personal."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from geo_matching.common.errors import InputError
from geo_matching.common.france import point_fault
from geo_matching.common.insee import is_commune_code, is_postcode
from geo_matching.common.text import one_line

_SIRET = re.compile(r"^\d{14}$")
_SIREN_LENGTH = 9
# The establishments of La Poste are checked by the plain sum of their digits.
_LA_POSTE = "356000000"
# INSEE's marks for what a firm does not disclose, and for what is unknown.
_NOT_TOLD = frozenset({"[ND]", "[NON-DIFFUSIBLE]", "NN", "NR"})


class Found(Enum):
    """What the search knows of a SIRET."""

    ESTABLISHMENT = "establishment"
    # Its firm is there, this establishment is not listed: the search cannot list them all.
    FIRM_ONLY = "firm only"
    # Nothing, which is also the answer for firms that do not disclose themselves.
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Establishment:
    """An establishment; "" and None where it is not told. `lat`, `lon` in degrees."""

    siret: str
    name: str
    address: str = ""
    postcode: str = ""
    city: str = ""
    commune_code: str = ""
    lat: float | None = None
    lon: float | None = None
    naf: str = ""
    naf_2025: str = ""
    is_open: bool = True
    is_head_office: bool = False
    discloses: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer for one SIRET; with FIRM_ONLY the name is the firm's and the place unknown."""

    found: Found
    establishment: Establishment | None = None


def siret_fault(siret: str) -> str:
    """Say what is wrong with a SIRET in plain words, "" when nothing is.

    >>> siret_fault("73282932000074"), siret_fault("123")
    ('', "'123' is not a SIRET (14 digits)")
    """
    if not _SIRET.match(siret):
        return f"{siret[:40]!r} is not a SIRET (14 digits)"
    digits = [int(digit) for digit in siret]
    if siret.startswith(_LA_POSTE) and sum(digits) % 5 == 0:
        return ""
    # Luhn: every second digit from the left counts double, its two digits added.
    total = sum(sum(divmod(2 * digit, 10)) for digit in digits[::2]) + sum(digits[1::2])
    return "" if total % 10 == 0 else f"{siret!r}: its check digit is wrong"


def read_answer(document: Any, siret: str) -> Answer:
    """Return what an answer of /search says of a SIRET; raise InputError when it is no such answer.

    Keys that are not known are ignored, and so is everything about persons (`dirigeants`).
    """
    results = document.get("results") if isinstance(document, dict) else None
    if not isinstance(results, list):
        raise InputError("an object with a list `results` was expected", file="search")
    firm_name = ""
    for unit in results:
        if not isinstance(unit, dict) or _text(unit, "siren") != siret[:_SIREN_LENGTH]:
            continue
        firm_name = firm_name or _firm_name(unit)
        for place, is_head_office in _places(unit):
            if _text(place, "siret") == siret:
                found = _establishment(unit, place, is_head_office=is_head_office)
                return Answer(Found.ESTABLISHMENT, found)
    if firm_name:
        return Answer(Found.FIRM_ONLY, Establishment(siret, firm_name))
    return Answer(Found.NOTHING)


def _places(unit: Mapping[str, Any]) -> Iterable[tuple[Mapping[str, Any], bool]]:
    siege = unit.get("siege")
    if isinstance(siege, dict):
        yield siege, True
    matches = unit.get("matching_etablissements")
    for place in matches if isinstance(matches, list) else ():
        if isinstance(place, dict):
            yield place, place.get("est_siege") is True


def _establishment(
    unit: Mapping[str, Any], place: Mapping[str, Any], *, is_head_office: bool
) -> Establishment:
    lat, lon = _point(place)
    postcode, commune = _text(place, "code_postal"), _text(place, "commune")
    address = _text(place, "adresse") or _text(place, "adresse_complete")
    raw = (place.get(key) for key in ("adresse", "adresse_complete", "libelle_commune"))
    return Establishment(
        siret=_text(place, "siret"),
        name=_place_name(place) or _firm_name(unit),
        address=address,
        postcode=postcode if is_postcode(postcode) else "",
        city=_text(place, "libelle_commune"),
        commune_code=commune if is_commune_code(commune) else "",
        lat=lat,
        lon=lon,
        naf=_text(place, "activite_principale") or _text(unit, "activite_principale"),
        naf_2025=_text(place, "activite_principale_naf25")
        or _text(unit, "activite_principale_naf25"),
        is_open=_text(place, "etat_administratif") in {"", "A"},
        is_head_office=is_head_office,
        discloses=not any(_is_withheld(value) for value in raw),
    )


def _firm_name(unit: Mapping[str, Any]) -> str:
    return _text(unit, "nom_raison_sociale") or _text(unit, "nom_complet")


def _place_name(place: Mapping[str, Any]) -> str:
    signs = place.get("liste_enseignes")
    first = signs[0] if isinstance(signs, list) and signs else ""
    return _text(place, "nom_commercial") or _text({"sign": first}, "sign")


def _point(place: Mapping[str, Any]) -> tuple[float | None, float | None]:
    try:
        lat, lon = float(_text(place, "latitude")), float(_text(place, "longitude"))
    except ValueError:
        return None, None
    return (None, None) if point_fault(lat, lon) else (lat, lon)


def _is_withheld(value: Any) -> bool:
    return isinstance(value, str) and any(mark in value for mark in ("[ND]", "[NON-DIFFUSIBLE]"))


def _text(row: Mapping[str, Any], key: str) -> str:
    """Return a value as text on one line; "" for null, for objects, and for what is withheld."""
    value = row.get(key)
    if value is None or isinstance(value, bool | dict | list):
        return ""
    words = [word for word in one_line(str(value)).split(" ") if word not in _NOT_TOLD]
    return " ".join(words)
