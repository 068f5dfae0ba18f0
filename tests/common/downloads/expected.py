"""What the tests of downloads share: contents, the one line of a refusal, and what lies about."""

from datetime import UTC, datetime

import pytest

from geo_matching.common.errors import InputError

CSV = b"uai;nom\n0389001C;Tilleuls\n"
LONG = b"uai;nom\n" + b"0389001C;Tilleuls\n" * 20_000
MODIFIED = datetime(2026, 11, 1, tzinfo=UTC).timestamp()


def refused(fetch, **wanted) -> str:
    with pytest.raises(InputError) as caught:
        fetch(**wanted)
    line = str(caught.value)
    assert "\n" not in line
    return line


def leftovers(folder) -> list[str]:
    """Whatever lies beside the file itself and its state."""
    names = {path.name for path in folder.rglob("*") if path.is_file()}
    return sorted(names - {"kept.csv", ".kept.csv.json", "kept.csv.lock"})
