"""Reads lists of schools with their priority-education label (REP, REP+) into labels by UAI."""

from dataclasses import dataclass, field
from pathlib import Path

from geo_matching.common.csv_rows import CsvRow, CsvTable, open_csv
from geo_matching.common.errors import InputError
from geo_matching.common.notices import Notice
from geo_matching.common.text import normalise
from qpv_data.uai import uai_fault

NONE, REP, REP_PLUS = "none", "rep", "rep+"

_UAI_COLUMNS = (
    "uai",
    "code_uai",
    "numero_uai",
    "numero",
    "numero_college",
    "identifiant_de_l_etablissement",
)
_LABEL_COLUMNS = ("ep", "label", "zone_ep", "appartenance_education_prioritaire")
_PLUS_COLUMNS = ("rep_plus", "rep+")
_TYPE_COLUMNS = ("type_detablissement", "type_d_etablissement", "type_etablissement", "type_etab")
_YES = frozenset({"1", "oui", "true", "x"})
_LABELS = {
    "": NONE,
    "hors ep": NONE,
    "hors rep": NONE,
    "sans objet": NONE,
    "rep": REP,
    "rep+": REP_PLUS,
    "rep +": REP_PLUS,
    "rep plus": REP_PLUS,
}


@dataclass
class PriorityList:
    """Labels by UAI ("rep", "rep+"); a collège that is not in the list is outside."""

    labels: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)


def label_of(text: str) -> str | None:
    """Return "none", "rep" or "rep+" for a label as written; None when it is none of them."""
    return _LABELS.get(normalise(text))


def read_priority(path: Path) -> PriorityList:
    """Read a list with a label column (EP, label, zone_ep) or two flags (rep, rep_plus).

    Where the list names the type of school, only collèges count. A UAI with both labels is REP+.
    """
    table = open_csv(path)
    uai_column = table.one_of(_UAI_COLUMNS, "UAI")
    table.one_of((*_LABEL_COLUMNS, *_PLUS_COLUMNS), "label")
    result = PriorityList()
    for row in table.rows():
        if _is_college(row):
            _keep(result, row, row.get(uai_column).upper(), table)
    if not result.labels:
        raise InputError("no collège with a REP or REP+ label in this list", file=path.name)
    return result


def _keep(result: PriorityList, row: CsvRow, uai: str, table: CsvTable) -> None:
    def note(code: str, message: str) -> None:
        result.notices.append(Notice(table.file, row.number, "", code, message))

    label, doubled = _label(row)
    if label is None:
        note("bad_priority", f"{uai}: neither REP nor REP+: left out")
        return
    if label == NONE:
        return
    if uai_fault(uai):
        note("bad_uai", f"{uai_fault(uai)}: left out")
        return
    if doubled or result.labels.get(uai, label) != label:
        note("both_labels", f"{uai} has both labels: REP+ was taken")
        label = REP_PLUS
    result.labels[uai] = label
    result.rows.setdefault(uai, row.number)


def _label(row: CsvRow) -> tuple[str | None, bool]:
    """Return the label of a row, and whether the row carries both."""
    written = next((name for name in _LABEL_COLUMNS if name in row.cells), None)
    if written is not None:
        return label_of(row.get(written)), False
    rep = normalise(row.get("rep")) in _YES
    plus = any(normalise(row.get(name)) in _YES for name in _PLUS_COLUMNS)
    if plus:
        return REP_PLUS, rep
    return (REP if rep else NONE), False


def _is_college(row: CsvRow) -> bool:
    types = [row.get(name) for name in _TYPE_COLUMNS if name in row.cells]
    return not types or normalise(types[0]).startswith("college")
