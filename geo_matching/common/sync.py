"""The difference between what is stored and what a source says, row by row, by key."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """A stored row and what the source wants of it; only the wanted fields count."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]

    def fields(self) -> dict[str, tuple[Any, Any]]:
        """Return the fields that differ, each with its value before and after."""
        return {
            name: (self.before.get(name), value)
            for name, value in self.after.items()
            if self.before.get(name) != value
        }


@dataclass(frozen=True, slots=True)
class Diff:
    """What must be written for the stored rows to say what the source says."""

    added: dict[Hashable, Mapping[str, Any]] = field(default_factory=dict)
    changed: dict[Hashable, Change] = field(default_factory=dict)
    removed: dict[Hashable, Mapping[str, Any]] = field(default_factory=dict)
    unchanged: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def diff_by_key(
    existing: Mapping[Hashable, Mapping[str, Any]],
    wanted: Mapping[Hashable, Mapping[str, Any]],
    removable: Callable[[Hashable, Mapping[str, Any]], bool] = lambda _key, _row: True,
) -> Diff:
    """Compare two tables.

    Parameters
    ----------
    existing, wanted : mapping of key to row
        A wanted row may leave fields out: what a source does not say is left as it is.
    removable : callable (key, stored row) -> bool
        Whether a stored row that the source does not name is to be removed.
    """
    diff = Diff(added={key: row for key, row in wanted.items() if key not in existing})
    unchanged = 0
    for key, before in existing.items():
        after = wanted.get(key)
        if after is None:
            if removable(key, before):
                diff.removed[key] = before
        elif any(before.get(name) != value for name, value in after.items()):
            diff.changed[key] = Change(before, after)
        else:
            unchanged += 1
    return Diff(diff.added, diff.changed, diff.removed, unchanged)
