"""What an import that was applied leaves in the journal: a run, its notices, the source's state."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

from geo_matching.common.files import sha256_of
from geo_matching.common.models import ImportNotice, ImportRun, SourceState
from geo_matching.common.notices import Notice
from geo_matching.common.sync import Diff
from geo_matching.common.tables import Table

Steps = Sequence[tuple[Table, Diff]]
# The territory of an import that covers the whole country.
FRANCE = "france"


@dataclass(frozen=True, slots=True)
class Entry:
    """One applied import; `departements` is empty where it was not limited to any."""

    source: str
    territory: str
    departements: tuple[str, ...]
    vintage: str
    licence: str
    who: str
    files: Sequence[Path]
    notices: Sequence[Notice]
    steps: Steps
    duration_s: float


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows an import adds, changes, removes, and finds as they are."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0


def counts_of(steps: Steps) -> Counts:
    """Add up the rows of all tables of an import."""
    return Counts(
        added=sum(len(diff.added) for _, diff in steps),
        changed=sum(len(diff.changed) for _, diff in steps),
        removed=sum(len(diff.removed) for _, diff in steps),
        unchanged=sum(diff.unchanged for _, diff in steps),
    )


def keep_in_journal(entry: Entry) -> None:
    """Note that the source was looked at; keep a run when rows changed or the files are others.

    Other files without a changed row still count: their notices are the ones to act on.
    """
    files = [
        {"name": path.name, "bytes": path.stat().st_size, "sha256": sha256_of(path)}
        for path in entry.files
    ]
    sha256 = hashlib.sha256("".join(str(f["sha256"]) for f in files).encode()).hexdigest()
    state = SourceState.objects.filter(source=entry.source, territory=entry.territory).first()
    changed = any(diff for _, diff in entry.steps)
    if changed or state is None or state.sha256 != sha256:
        _keep_run(entry, files, sha256)
    now = timezone.now()
    values: dict[str, Any] = {
        "departements": list(entry.departements),
        "vintage": entry.vintage,
        "licence": entry.licence,
        "sha256": sha256,
        "rows": _rows(entry.steps),
        "notices": len(entry.notices),
        "checked_at": now,
    }
    if changed or state is None:
        values["changed_at"] = now
    SourceState.objects.update_or_create(
        source=entry.source, territory=entry.territory, defaults=values
    )
    _forget_narrower_states(entry)


def _rows(steps: Steps) -> list[list[Any]]:
    return [
        [table.label, len(diff.added) + len(diff.changed) + diff.unchanged] for table, diff in steps
    ]


def _forget_narrower_states(entry: Entry) -> None:
    """Drop the states of territories that this import covered whole: they would only grow old."""
    covered = set(entry.departements)
    others = SourceState.objects.filter(source=entry.source).exclude(territory=entry.territory)
    gone = [
        state.pk
        for state in others
        # An import without a limit covers its files only, which may be less than France.
        if state.departements and (entry.territory == FRANCE or covered >= set(state.departements))
    ]
    SourceState.objects.filter(pk__in=gone).delete()


def _keep_run(entry: Entry, files: list[dict[str, Any]], sha256: str) -> None:
    counts = counts_of(entry.steps)
    run = ImportRun.objects.create(
        source=entry.source,
        territory=entry.territory,
        vintage=entry.vintage,
        licence=entry.licence,
        files=files,
        sha256=sha256,
        added=counts.added,
        changed=counts.changed,
        removed=counts.removed,
        unchanged=counts.unchanged,
        who=entry.who,
        duration_s=round(entry.duration_s, 3),
    )
    rows = [_stored(run, notice) for notice in entry.notices]
    ImportNotice.objects.bulk_create(rows, batch_size=2000)


def _stored(run: ImportRun, notice: Notice) -> ImportNotice:
    return ImportNotice(
        run=run,
        file=notice.file[:200],
        row=notice.row,
        column=notice.column[:80],
        code=notice.code[:40],
        message=notice.message,
        subject=notice.subject[:40],
        territory=notice.territory[:3],
    )
