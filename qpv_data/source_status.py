"""How old each source is for each territory, and whether it should be imported again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from geo_matching.common.models import SourceState
from geo_matching.common.source_list import SourceList
from qpv_data.importers import Importer

NEVER, FRESH, STALE, NO_RHYTHM = "never imported", "fresh", "stale", "no rhythm"


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One source and territory; `age_days` and what follows are empty where never imported."""

    source: str
    territory: str
    state: str
    rhythm_days: int
    age_days: int | None = None
    checked_on: str = ""
    vintage: str = ""
    rows: str = ""
    notices: int = 0

    @property
    def is_stale(self) -> bool:
        return self.state == STALE


def status_lines(
    states: Iterable[SourceState],
    importers: Sequence[Importer],
    sources: SourceList,
    now: datetime,
) -> list[StatusLine]:
    """Return a line a state, those of known importers first and in their order.

    A source grows old from the day it was last looked at, whether or not it had changed. An
    importer of several sources has the rhythm of the quickest; imports that the registry does not
    know have none and are never called stale.
    """
    found = list(states)
    rhythms = {importer.name: rhythm_days(importer, sources) for importer in importers}
    lines = []
    for name, rhythm in rhythms.items():
        own = [state for state in found if state.source == name]
        lines += [_line(state, rhythm, now) for state in own] or [
            StatusLine(name, "", NEVER, rhythm)
        ]
    others = [state for state in found if state.source not in rhythms]
    return lines + [_line(state, 0, now, NO_RHYTHM) for state in others]


def rhythm_days(importer: Importer, sources: SourceList) -> int:
    """Return after how many days an import is stale; 0 where its sources never change."""
    days = [sources.get(name).stale_days for name in importer.sources]
    return min((d for d in days if d), default=0)


def covering(states: Iterable[SourceState], departement: str) -> list[SourceState]:
    """Keep the states whose import covered this département, or had no limit."""
    return [s for s in states if not s.departements or departement in s.departements]


def _line(
    state: SourceState, rhythm: int, now: datetime, without_rhythm: str = FRESH
) -> StatusLine:
    age = (now - state.checked_at).days
    judged = (STALE if age > rhythm else FRESH) if rhythm else without_rhythm
    # The table that the import is about is the largest; what it refers to is smaller.
    label, count = max(state.rows, key=itemgetter(1), default=("", 0))
    return StatusLine(
        source=state.source,
        territory=state.territory,
        state=judged,
        rhythm_days=rhythm,
        age_days=age,
        checked_on=state.checked_at.date().isoformat(),
        vintage=state.vintage,
        rows=f"{count} {label}".strip(),
        notices=state.notices,
    )
