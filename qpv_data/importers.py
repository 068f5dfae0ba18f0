"""The registry of importers that import_territory drives, in their order: one line each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from geo_matching.common.errors import InputError

_FIRST_MONTH_OF_SCHOOL = 8


@dataclass(frozen=True)
class Importer:
    """How one import is driven.

    Parameters
    ----------
    name : str
        Its name for --source and in the journal.
    command : str
        A command that is an ImportCommand, of any app.
    files : sequence of source names (sources.toml)
        Their files are the command's FILE arguments, in this order; the first one's vintage is
        the import's.
    named : mapping of option to source name
        Options of the command that take the file of a source.
    years : mapping of option to source names
        Options that take the school year (its autumn) of the vintage of the first of these sources
        that is there.
    options : mapping
        Further options, always the same.
    each : bool
        Whether the command takes one file a run: it is then run once a département.
    national : bool
        Whether its rows belong to no territory: it is then imported whole whatever is asked for.
    """

    name: str
    command: str
    files: tuple[str, ...]
    named: Mapping[str, str] = field(default_factory=dict)
    years: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    each: bool = False
    national: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """Return every source that it reads, each once."""
        return tuple(dict.fromkeys((*self.files, *self.named.values())))


# What an import refers to comes before it: territories, then what lies in them.
IMPORTERS: tuple[Importer, ...] = (
    Importer(
        "communes", "import_communes", ("communes", "arrondissements", "departements", "regions")
    ),
    Importer(
        "colleges",
        "import_colleges",
        ("colleges_directory", "colleges_geolocation"),
        named={"priority": "priority_schools"},
        years={"year": ("priority_schools", "colleges_directory")},
    ),
    Importer("ips", "import_ips", ("ips_colleges",)),
    Importer("headcounts", "import_headcounts", ("headcounts_colleges",)),
    Importer("qpv_2015", "import_qpv", ("qpv_2015",)),
    Importer("qpv_2024", "import_qpv", ("qpv_2024",)),
    Importer("addresses", "import_addresses", ("addresses",), each=True),
    Importer("naf", "import_naf", ("naf_sectors",), national=True),
    Importer(
        "naf_2025",
        "import_naf",
        ("naf_2025_sectors",),
        options={"nomenclature": "naf-2025"},
        national=True,
    ),
    Importer("rome", "import_rome", ("rome",), national=True),
)


def chosen_importers(names: Sequence[str]) -> list[Importer]:
    """Return the importers named, by their own name or by that of a source they read; [] is all."""
    for name in names:
        if not any(name in {importer.name, *importer.sources} for importer in IMPORTERS):
            known = ", ".join(importer.name for importer in IMPORTERS)
            raise InputError(f"--source {name}: no importer reads it; there are {known}")
    wanted = set(names)
    return [i for i in IMPORTERS if not wanted or wanted & {i.name, *i.sources}]


def school_year(vintage: str) -> int:
    """Return the autumn of a vintage: a year, a school year, or a day of it.

    >>> [school_year(text) for text in ("2022", "2025-2026", "2026-03-31", "2026-09-01")]
    [2022, 2025, 2025, 2026]
    """
    try:
        day = date.fromisoformat(vintage)
    except ValueError:
        if not vintage[:4].isdigit():
            raise InputError(f"{vintage!r} is no year and no day") from None
        return int(vintage[:4])
    return day.year if day.month >= _FIRST_MONTH_OF_SCHOOL else day.year - 1
