"""The lines that an import prints: counts, a few examples, and what was left out or repaired."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from geo_matching.common.notices import Notice
from geo_matching.common.sync import Diff
from geo_matching.common.tables import Table
from geo_matching.common.text import shorten

EXAMPLES = 5
_EXAMPLES_A_NOTICE = 3


def describe_diff(table: Table, diff: Diff) -> Iterator[str]:
    """Yield the counts of one table and up to five examples of each kind of difference."""
    yield (
        f"  {table.label}: {len(diff.added)} added, {len(diff.changed)} changed, "
        f"{len(diff.removed)} {table.gone}, {diff.unchanged} unchanged"
    )
    for key, row in islice(diff.added.items(), EXAMPLES):
        yield f"    + {_key(key)} {_name(row)}".rstrip()
    for key, change in islice(diff.changed.items(), EXAMPLES):
        details = "; ".join(
            f"{name}: {_value(before)} -> {_value(after)}"
            for name, (before, after) in change.fields().items()
        )
        yield f"    ~ {_key(key)} {shorten(details, 160)}"
    for key, row in islice(diff.removed.items(), EXAMPLES):
        yield f"    - {_key(key)} {_name(row)}".rstrip()


def describe_notices(notices: Sequence[Notice]) -> Iterator[str]:
    """Yield the notices counted by code, the most frequent first, with three examples of each."""
    if not notices:
        return
    counts = Counter(notice.code for notice in notices)
    yield f"  notices: {len(notices)}"
    for code, count in counts.most_common():
        yield f"    {code}: {count}"
        same = (notice for notice in notices if notice.code == code)
        for notice in islice(same, _EXAMPLES_A_NOTICE):
            place = f"{notice.file} row {notice.row}" if notice.row else notice.file
            column = f" column {notice.column}" if notice.column else ""
            yield f"      {place}{column}: {shorten(notice.message, 160)}"


def _key(key: Hashable) -> str:
    return " ".join(shorten(str(part), 40) for part in key) if isinstance(key, tuple) else str(key)


def _name(row: Mapping[str, Any]) -> str:
    return shorten(str(row.get("name") or row.get("title") or ""), 60)


def _value(value: Any) -> str:
    return repr(value) if isinstance(value, str) else shorten(str(value), 40)
