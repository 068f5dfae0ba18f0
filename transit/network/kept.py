"""What was made of a network in many seconds, kept in its folder for the next process."""

import hashlib
import shutil
from collections.abc import Hashable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np

from geo_matching.common.errors import InputError
from transit.network.storage import MANIFEST, Kind, load_network, save_network

# Raise the version whenever what is kept changes its meaning: older parts are then made again.
KEPT = Kind("kept part of a network", "compute_commutes", 1)
FOLDER = "kept"
# Two days with both directions of time, and the walks of some sets of sites; older ones go.
MOST_PARTS = 24
Part = TypeVar("Part", bound=NamedTuple)


def place_of(folder: Path, kind: str, key: Hashable) -> Path:
    """Return where a part of a network folder is kept; `key` says all that it was made from."""
    digest = hashlib.sha256(repr(key).encode()).hexdigest()
    return folder / FOLDER / f"{kind}-{digest[:20]}"


def is_kept(place: Path) -> bool:
    return (place / MANIFEST).exists()


def read_part(place: Path, like: type[Part]) -> Part | None:
    """Return a kept tuple of arrays and numbers, mapped from disk; None where there is none."""
    if not is_kept(place):
        return None
    try:
        # As writable as what is made: for arrays to read only the kernels would be compiled anew.
        arrays, _, manifest = load_network(place, KEPT, mode="c")
    except InputError:
        # Of another version, or just removed by another process.
        return None
    make: Any = like
    found: Part = make(**arrays, **manifest["numbers"])
    return found


def write_part(place: Path, part: NamedTuple) -> None:
    """Keep a tuple of arrays and numbers; where nobody may write, nothing is kept."""
    values = part._asdict()
    arrays = {name: value for name, value in values.items() if isinstance(value, np.ndarray)}
    numbers: dict[str, Any] = {name: v for name, v in values.items() if name not in arrays}
    if read_part(place, type(part)) is not None:
        return
    try:
        save_network(place, arrays, {}, {"numbers": numbers}, kind=KEPT)
        _forget_old(place.parent)
    except (InputError, OSError):
        # A folder to read only, a full disk, or another process that was as quick.
        return


def _forget_old(folder: Path) -> None:
    parts = [path for path in folder.iterdir() if not path.name.startswith(".")]
    parts.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in parts[MOST_PARTS:]:
        shutil.rmtree(path, ignore_errors=True)
