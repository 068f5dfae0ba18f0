"""Doubts a file that would take away much of what it covers: it is probably a cut one."""

from geo_matching.common.errors import InputError
from geo_matching.common.import_journal import Steps

LARGEST_SHARE_REMOVED = 0.2
FEWEST_REMOVED_TO_DOUBT = 5


def refuse_a_cut_file(steps: Steps, file: str) -> None:
    """Raise InputError when a table would lose more than a fifth of the rows that it compares."""
    for table, diff in steps:
        gone = len(diff.removed)
        stored = gone + len(diff.changed) + diff.unchanged
        if gone > FEWEST_REMOVED_TO_DOUBT and gone > LARGEST_SHARE_REMOVED * stored:
            raise InputError(
                f"{gone} of {stored} {table.label} would be {table.gone}: check that the file "
                "is whole, then add --accept-removals",
                file=file,
            )
