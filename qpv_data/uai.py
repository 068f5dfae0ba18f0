"""The UAI, the Ministry's number of a school: seven digits and a letter that checks them."""

import re

from geo_matching.common.insee import short_departement

_SHAPE = re.compile(r"^\d{7}[A-Z]$")
# 23 letters: I, O and Q are left out; the letter is the number modulo 23.
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def uai_letter(digits: str) -> str:
    """Return the letter that checks seven digits: the last character of their UAI."""
    return _LETTERS[int(digits) % len(_LETTERS)]


def uai_fault(uai: str) -> str:
    """Say what is wrong with a UAI in plain words, "" when nothing is."""
    if not _SHAPE.match(uai):
        return f"{uai!r} is not a UAI (seven digits and a capital letter)"
    wanted = uai_letter(uai[:7])
    return "" if uai[7] == wanted else f"{uai!r}: the letter that checks {uai[:7]} is {wanted}"


def departement_of_uai(uai: str) -> str:
    """Return the département that a UAI begins with, "" when it is none: a hint, not a fact.

    Corsica has numbers of its own, 620 and 720; a school that moved keeps its number.
    """
    return {"620": "2A", "720": "2B"}.get(uai[:3], short_departement(uai[:3]))
