"""Asks the State's geography API which intercommunalities lie in a département."""

from collections.abc import Iterable
from typing import Any

from geo_matching.common.errors import InputError
from transit.areas.sources import Sources

FILE = "intercommunalities"


def epcis_of(departements: Iterable[str], sources: Sources) -> frozenset[str]:
    """Return the SIREN codes of the intercommunalities of some départements.

    Raises
    ------
    InputError
        When the API cannot be asked, or answers something else.
    """
    found: set[str] = set()
    for code in departements:
        address = sources.intercommunalities.format(departement=code)
        found |= parse_epcis(sources.json_or_kept(address, f"epcis-{code}.json"))
    return frozenset(found)


def parse_epcis(content: Any) -> set[str]:
    """Return the codes of a list of {"code": "200040715", "nom": ...}.

    Raises
    ------
    InputError
        When this is something else.
    """
    if not isinstance(content, list) or not all(
        isinstance(one, dict) and isinstance(one.get("code"), str) for one in content
    ):
        raise InputError("a list of objects with a code was expected", file=FILE)
    return {one["code"] for one in content}
