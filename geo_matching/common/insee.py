"""INSEE codes as text: départements in their short form (01, 2A, 971), communes, postcodes."""

import re

_COMMUNE = re.compile(r"^(?:\d{2}|2[AB])\d{3}$")
_POSTCODE = re.compile(r"^\d{5}$")
_LONG_DEPARTEMENT = re.compile(r"^(?:\d{3}|0?2[AB])$")
_FIRST_OVERSEAS = "97"
# Postcodes of Corsica do not know its two départements: 200 and 201 are the south's.
_SOUTH_CORSICA = ("200", "201")
# First and last arrondissement of the three cities that are cut into such, and their own codes.
_CITIES = (("75101", "75120", "75056"), ("69381", "69389", "69123"), ("13201", "13216", "13055"))


def short_departement(code: str) -> str:
    """Return the short public form of a code in 2 or 3 characters; "" when it is not a code.

    >>> [short_departement(c) for c in ("038", "02A", "971", "1", "2b", "x")]
    ['38', '2A', '971', '01', '2B', '']
    """
    text = code.strip().upper()
    if text.isdigit() and len(text) < len("00"):
        text = text.zfill(2)
    if re.fullmatch(r"\d{2}|2[AB]", text):
        return text if text not in {"00", "20"} else ""
    if not _LONG_DEPARTEMENT.match(text):
        return ""
    short = text.removeprefix("0")
    return short if short.startswith("9") or len(short) == len("00") else ""


def is_commune_code(code: str) -> bool:
    """Say whether this has the shape of an INSEE commune code: 38185, 2A004, 97105."""
    return bool(_COMMUNE.match(code))


def is_postcode(code: str) -> bool:
    """Say whether this has the shape of a French postcode (five digits, a known beginning)."""
    return bool(_POSTCODE.match(code)) and code[:2] not in {"00", "96", "99"}


def departement_of_commune(code: str) -> str:
    """Return the département of a commune code: 38185 gives 38, 2B033 2B, 97105 971."""
    return code[:3] if code[:2] in {_FIRST_OVERSEAS, "98"} else code[:2]


def whole_city(code: str) -> str:
    """Return the commune that an arrondissement is part of: 75112 gives 75056; "" for others."""
    return next((city for first, last, city in _CITIES if first <= code <= last), "")


def departement_of_postcode(code: str) -> str:
    """Return the département that a postcode begins with; a few communes are an exception."""
    if code.startswith("20"):
        return "2A" if code.startswith(_SOUTH_CORSICA) else "2B"
    if code.startswith("97133"):
        return "977"
    if code.startswith("97150"):
        return "978"
    return departement_of_commune(code)
