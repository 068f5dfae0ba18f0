"""Which sector an activity belongs to, per nomenclature."""

from collections import Counter
from datetime import date

from offers.models import NafSector, Nomenclature
from offers.sectors import SECTORS, Sector
from offers.sources.nomenclatures import naf_code

# Décret 2025-736: NAF 2025 is the official one from this day on.
NAF_2025_FROM = date(2027, 1, 1)
_DIVISION_DIGITS = 2


def naf_nomenclature(day: date) -> Nomenclature:
    """Return the NAF that is official on this day."""
    return Nomenclature.NAF_2025 if day >= NAF_2025_FROM else Nomenclature.NAF_REV2


def sector_of_naf(code: str, nomenclature: str) -> Sector | None:
    """Return the sector of an activity, None when the tables of this nomenclature do not say.

    A code that is not in the table takes the sector of most codes of its division (two digits).
    The other nomenclature is never looked into: its codes look alike and mean something else.
    """
    full = naf_code(code)
    if not full:
        return None
    stored = NafSector.objects.filter(nomenclature=nomenclature)
    division = stored.filter(code__startswith=full[:_DIVISION_DIGITS]).order_by("code")
    by_code = dict(division.values_list("code", "sector"))
    if full in by_code:
        return SECTORS.get(by_code[full])
    most = Counter(by_code.values()).most_common(1)
    return SECTORS.get(most[0][0]) if most else None
