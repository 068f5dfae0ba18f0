"""The two ranked tables of a préfecture's page, which are written once for all who look."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from geo_matching.matching.versioned_cache import VersionedCache
from maps.territory import Row, Territory

# A hundred thousand characters each at most. What a table shows is its key: it is never an old one.
_written: VersionedCache[SafeString] = VersionedCache(32)
# All but where it lies: that is for the map.
_SHOWN = tuple(one.name for one in fields(Row) if one.name != "geometry")


@dataclass(frozen=True, slots=True)
class Table:
    """`limit` rows are shown at first."""

    title: str
    caption: str
    limit: int


COLLEGES = Table("Collèges", "Collèges, du moins bien desservi au mieux desservi", 10)
QPVS = Table(
    "Quartiers prioritaires (QPV)",
    "Quartiers prioritaires, du moins bien desservi au mieux desservi",
    6,
)


def tables_of(territory: Territory) -> tuple[SafeString, SafeString]:
    """Return the tables of collèges and of QPV as HTML."""
    return _table(COLLEGES, territory.colleges), _table(QPVS, territory.qpvs)


def _table(table: Table, rows: Sequence[Row]) -> SafeString:
    shown = tuple(tuple(getattr(row, name) for name in _SHOWN) for row in rows)
    return _written.get((table, shown), lambda: _write(table, rows))


def _write(table: Table, rows: Sequence[Row]) -> SafeString:
    return render_to_string("maps/territory_table.html", {"table": table, "rows": rows})
