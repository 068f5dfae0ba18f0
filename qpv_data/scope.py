"""The départements that an import is restricted to: what it writes, removes and tells."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from geo_matching.common.errors import InputError
from geo_matching.common.insee import short_departement
from geo_matching.common.notices import Notice
from qpv_data.reference import DEPARTEMENTS


@dataclass(frozen=True, slots=True)
class Scope:
    """A set of short département codes; none means the whole file."""

    codes: frozenset[str] = field(default_factory=frozenset)

    def __contains__(self, departement: object) -> bool:
        return not self.codes or departement in self.codes

    def notices(self, notices: Iterable[Notice]) -> list[Notice]:
        """Keep the notices of these départements, and those that name none."""
        return [n for n in notices if not n.territory or n.territory in self]


def scope_of(codes: Iterable[str]) -> Scope:
    """Read codes as people write them (38, 038, 2a); raise InputError for an unknown one."""
    short = {code: short_departement(code) for code in codes}
    for written, code in short.items():
        if code not in DEPARTEMENTS:
            raise InputError(f"--departement {written}: no département has this code")
    return Scope(frozenset(short.values()))
