"""Figures by school year as the database wants them, and what pages show of the latest one."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from geo_matching.common.notices import Notice
from geo_matching.common.tables import ModelTable
from qpv_data.models import College, Headcount, PriorityLabel, SocialIndex
from qpv_data.scope import Scope
from qpv_data.sources.yearly import YearlyFile, YearlyRow

_INDEX_FIELDS = ("value", "spread")
_HEADCOUNT_FIELDS = ("pupils", "pupils_3e", "segpa_3e", "ulis_3e")


@dataclass
class KnownRows:
    """The rows of collèges that are stored, inside the scope, and the places they cover."""

    rows: dict[tuple[str, int], YearlyRow] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    covered: set[str] = field(default_factory=set)


def known_rows(read: YearlyFile, scope: Scope, notices: list[Notice]) -> KnownRows:
    """Keep the rows of stored collèges; the others are told once each, by their latest year."""
    places = dict(College.objects.values_list("uai", "commune__departement_id"))
    if not any(place in scope for place in places.values()):
        message = "no collège is stored here yet: import_colleges goes first"
        notices.append(Notice(read.file, 0, "", "no_college_yet", message))
        return KnownRows()
    known, unknown = KnownRows(places=places), dict[str, YearlyRow]()
    for (uai, year), row in read.rows.items():
        place = places.get(uai)
        if place is None and row.departement in scope:
            unknown[uai] = row
        elif place is not None and place in scope:
            known.rows[(uai, year)] = row
            known.covered.add(place)
    for uai, row in unknown.items():
        message = f"{uai} is no collège known here: closed, or the list of collèges is older"
        notices.append(
            Notice(read.file, row.row, "", "unknown_college", message, uai, row.departement)
        )
    return known


def social_index_table(known: KnownRows) -> ModelTable:
    """Return the table of the social position index."""
    return _yearly_table("social indexes", SocialIndex, _INDEX_FIELDS, known)


def headcount_tables(known: KnownRows) -> list[ModelTable]:
    """Return headcounts, labels of their year, and what the collège itself shows of the latest."""
    headcounts = _yearly_table("headcounts", Headcount, _HEADCOUNT_FIELDS, known)
    return [headcounts, _labels(known), _latest(known)]


def _yearly_table(
    label: str, model: type[Model], fields: tuple[str, ...], known: KnownRows
) -> ModelTable:
    """Return a table by collège and autumn; what a year's file lacks of a covered place goes."""
    stored = model._default_manager.filter(  # noqa: SLF001 - Django's documented way
        year__in={year for _, year in known.rows}
    )

    def has_gone(key: Hashable, _row: Mapping[str, Any]) -> bool:
        uai = key[0] if isinstance(key, tuple) else ""
        return known.places.get(uai, "") in known.covered

    return ModelTable(
        label=label,
        stored=stored,
        key=("college_id", "year"),
        fields=fields,
        wanted={
            key: {name: row.figures[name] for name in fields} for key, row in known.rows.items()
        },
        removal_test=has_gone,
    )


def _labels(known: KnownRows) -> ModelTable:
    source = PriorityLabel.Source.HEADCOUNTS
    return ModelTable(
        label="labels by year",
        stored=PriorityLabel.objects.filter(source=source),
        key=("college_id", "year", "source"),
        fields=("label",),
        wanted={
            (uai, year, source.value): {"label": row.label}
            for (uai, year), row in known.rows.items()
            if row.label is not None
        },
    )


def _latest(known: KnownRows) -> ModelTable:
    shown = dict(College.objects.values_list("uai", "pupils_year"))
    wanted: dict[Hashable, dict[str, Any]] = {}
    for (uai, year), row in sorted(known.rows.items()):
        if year >= (shown[uai] or 0):
            wanted[uai] = {
                "pupils_3e": row.figures["pupils_3e"],
                "pupils_year": year,
                # A file without the total leaves the directory's.
                **({} if row.figures["pupils"] is None else {"pupils": row.figures["pupils"]}),
            }
    return ModelTable(
        label="collèges",
        stored=College.objects.all(),
        key=("uai",),
        # The commune is only read: rows are written whole, and it may not be null.
        fields=("commune_id", "pupils", "pupils_3e", "pupils_year"),
        wanted=wanted,
    )


def label_notices(known: KnownRows, file: str) -> list[Notice]:
    """Return where the flags of a year differ from the label that other sources give for it."""
    others = PriorityLabel.objects.exclude(source=PriorityLabel.Source.HEADCOUNTS)
    years = {year for _, year in known.rows}
    stored = others.filter(year__in=years).values_list("college_id", "year", "label", "source")
    notices = []
    for uai, year, label, source in stored:
        row = known.rows.get((uai, year))
        if row is not None and row.label is not None and row.label != label:
            message = f"{uai} in {year}: {row.label} in this file, {label} by {source}"
            notices.append(
                Notice(file, row.row, "rep", "label_differs", message, uai, known.places[uai])
            )
    return notices
