"""Networks on disk: a .npy file an array, the manifest last, the folder renamed into place."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from geo_matching.common.errors import InputError

# Raise it whenever an array changes its meaning: folders of another version are refused.
FORMAT_VERSION = 2
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a folder holds: its name, the command that builds it, the version of its arrays."""

    name: str
    command: str
    version: int


NETWORK = Kind("network", "build_network", FORMAT_VERSION)


class TextTable(Sequence[str]):
    """Strings in two arrays, so that they can be mapped from disk instead of read."""

    def __init__(self, data: NDArray[np.uint8], first: NDArray[np.int64]) -> None:
        self.data, self.first = data, first

    @classmethod
    def of(cls, texts: Sequence[str]) -> "TextTable":
        encoded = [text.encode() for text in texts]
        first = np.zeros(len(encoded) + 1, np.int64)
        np.cumsum([len(text) for text in encoded], out=first[1:])
        return cls(np.frombuffer(b"".join(encoded), np.uint8), first)

    def __len__(self) -> int:
        return len(self.first) - 1

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return bytes(self.data[self.first[index] : self.first[index + 1]]).decode()


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def save_network(
    out: Path,
    arrays: Mapping[str, NDArray],
    texts: Mapping[str, Sequence[str]],
    manifest: Mapping[str, Any],
    *,
    finish: Callable[[Path], None] = lambda _: None,
    kind: Kind = NETWORK,
) -> None:
    """Write a folder of a kind beside `out`, then rename it into place.

    `finish` may add files to the folder before it is renamed.

    Raises
    ------
    InputError
        When `out` exists and is of no such kind, or cannot be written.
    """
    if out.exists() and any(out.iterdir()) and not _may_replace(out, kind):
        raise InputError(f"is a folder that holds something else than a {kind.name}", file=str(out))
    draft = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        finish(draft)
        described = {}
        for name, array in _flat(arrays, texts).items():
            np.save(draft / f"{name}.npy", array, allow_pickle=False)
            described[name] = [str(array.dtype), list(array.shape)]
        content = {**_heading(kind), **manifest, "arrays": described}
        (draft / MANIFEST).write_text(
            json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8"
        )
        _swap(draft, out)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", file=str(out)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def load_network(
    folder: Path, kind: Kind = NETWORK, *, mode: Literal["r", "c"] = "r"
) -> tuple[dict[str, NDArray], dict[str, TextTable], dict[str, Any]]:
    """Map a folder of a kind into memory, read-only or (mode "c") for whoever may write in it.

    Raises
    ------
    InputError
        When it is of no such kind, half written, or of another version; the message says how to
        rebuild.
    """
    rebuild = f"build it again with {kind.command}"
    manifest = _read_manifest(folder, kind)
    arrays = {}
    for name, (dtype, shape) in manifest["arrays"].items():
        try:
            array = np.load(folder / f"{name}.npy", mmap_mode=mode if np.prod(shape) else None)
        except (FileNotFoundError, ValueError, EOFError) as error:
            raise InputError(f"misses {name}.npy: {rebuild}", file=str(folder)) from error
        except OSError as error:
            # Not the folder's fault: no rights, or too many open files.
            raise InputError(f"cannot be read: {error.strerror}", file=str(folder)) from error
        if str(array.dtype) != dtype or list(array.shape) != shape:
            raise InputError(f"has a damaged {name}.npy: {rebuild}", file=str(folder))
        # A plain view of the map: a memmap does the same, but each slice of it costs microseconds.
        arrays[name] = array.view(np.ndarray)
    texts = {
        name.removesuffix(".text"): TextTable(arrays.pop(name), arrays.pop(f"{name}_first"))
        for name in [name for name in arrays if name.endswith(".text")]
    }
    return arrays, texts, manifest


def _heading(kind: Kind) -> dict[str, Any]:
    # A network says nothing of its kind: there were networks before there were kinds.
    return {"version": kind.version, **({} if kind == NETWORK else {"kind": kind.name})}


def _may_replace(out: Path, kind: Kind) -> bool:
    """Tell whether a folder is of a kind, of whatever version, or at least has its manifest."""
    if not (out / MANIFEST).exists():
        return False
    try:
        manifest = json.loads((out / MANIFEST).read_text("utf-8"))
    except ValueError:
        return kind == NETWORK
    return isinstance(manifest, dict) and manifest.get("kind", NETWORK.name) == kind.name


def _read_manifest(folder: Path, kind: Kind) -> dict[str, Any]:
    rebuild = f"build it again with {kind.command}"
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        raise InputError(
            f"is not a built {kind.name} (no {MANIFEST}): {rebuild}", file=str(folder)
        ) from None
    except (OSError, ValueError) as error:
        raise InputError(f"has an unreadable manifest: {rebuild}", file=str(folder)) from error
    if not isinstance(manifest, dict) or manifest.get("version") != kind.version:
        raise InputError(f"was built by another version: {rebuild}", file=str(folder))
    if manifest.get("kind", NETWORK.name) != kind.name:
        raise InputError(f"is not a built {kind.name}: {rebuild}", file=str(folder))
    return manifest


def _flat(arrays: Mapping[str, NDArray], texts: Mapping[str, Sequence[str]]) -> dict[str, NDArray]:
    flat = dict(arrays)
    for name, strings in texts.items():
        table = TextTable.of(strings)
        flat[f"{name}.text"], flat[f"{name}.text_first"] = table.data, table.first
    return flat


def _swap(draft: Path, out: Path) -> None:
    old = out.with_name(f".{out.name}.{os.getpid()}.old")
    if out.exists():
        out.rename(old)
    draft.rename(out)
    shutil.rmtree(old, ignore_errors=True)
