"""Real counts of offers by postcode and sector, scaled to the number that is wanted."""

import csv
from collections import Counter
from collections.abc import Collection
from pathlib import Path

from geo_matching.common.errors import InputError
from offers.sectors import sector_by_name

COLUMNS = ("zipcode", "sector", "offers")
Counts = dict[tuple[str, str], int]


def read_counts(path: Path, postcodes: Collection[str]) -> Counts:
    """Return offers by (postcode, sector code); grades and the kind of employer are added up.

    Raises
    ------
    InputError
        When the file or a column is missing, or a count is no number.
    """
    counts: Counter[tuple[str, str]] = Counter()
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            for name in COLUMNS:
                if name not in (reader.fieldnames or ()):
                    raise InputError("is missing", file=path.name, row=1, column=name)
            for row in reader:
                if row["zipcode"] in postcodes:
                    sector = sector_by_name(row["sector"])
                    counts[row["zipcode"], sector.code if sector else "s15"] += int(row["offers"])
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from error
    except ValueError as error:
        raise InputError(
            "is not a whole number", file=path.name, row=reader.line_num, column="offers"
        ) from error
    return dict(counts)


def scale(counts: Counts, wanted: int) -> Counts:
    """Share `wanted` offers out in proportion, by largest remainders; ties by key."""
    total = sum(counts.values())
    if not total:
        return {}
    exact = {key: wanted * count / total for key, count in counts.items()}
    shares = {key: int(value) for key, value in exact.items()}
    by_remainder = sorted(exact, key=lambda key: (shares[key] - exact[key], key))
    for key in by_remainder[: wanted - sum(shares.values())]:
        shares[key] += 1
    return {key: share for key, share in shares.items() if share}
