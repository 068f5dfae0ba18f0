"""The territory that an import is for: départements, a région, or all of France."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo_matching.common.errors import InputError
from geo_matching.common.import_journal import FRANCE
from geo_matching.common.insee import short_departement
from qpv_data.reference import DEPARTEMENTS, REGIONS, region_of_departement


@dataclass(frozen=True, slots=True)
class TerritoryChoice:
    """A territory by the name that the journal keeps; no département stands for all of France."""

    name: str
    departements: tuple[str, ...] = ()
    region: str = ""

    def flags(self) -> list[str]:
        """Return the arguments by which other commands know this territory."""
        if self.region:
            return ["--region", self.region]
        if not self.departements:
            return ["--all"]
        return [flag for code in self.departements for flag in ("--departement", code)]


def choose_territory(
    departements: Sequence[str], region: str, *, everything: bool = False
) -> TerritoryChoice:
    """Return the territory asked for; raise InputError unless exactly one way was used.

    >>> choose_territory(["038"], "")
    TerritoryChoice(name='departement 38', departements=('38',))
    """
    if sum((bool(departements), bool(region), everything)) != 1:
        raise InputError("one of --departement CODE, --region CODE or --all was expected")
    if everything:
        return TerritoryChoice(FRANCE)
    if region:
        return _region(region)
    codes = tuple(sorted({_known_departement(code) for code in departements}))
    return TerritoryChoice(f"departement {' '.join(codes)}", codes)


def _known_departement(code: str) -> str:
    short = short_departement(code)
    if short not in DEPARTEMENTS:
        raise InputError(f"--departement {code}: no such département (38, 2A, 971 ...)")
    return short


def _region(code: str) -> TerritoryChoice:
    wanted = code.strip().zfill(2)
    codes = tuple(sorted(c for c in DEPARTEMENTS if region_of_departement(c) == wanted))
    if wanted not in REGIONS or not codes:
        known = ", ".join(f"{key} {name}" for key, name in sorted(REGIONS.items()))
        raise InputError(f"--region {code}: no such région; known: {known}")
    return TerritoryChoice(f"region {wanted}", codes, wanted)
