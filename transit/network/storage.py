"""Networks on disk: a .npy file an array, the manifest last, the folder renamed into place."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo_matching.common.errors import InputError

# Raise it whenever an array changes its meaning: folders of another version are refused.
FORMAT_VERSION = 1
MANIFEST = "manifest.json"


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
) -> None:
    """Write a network folder beside `out`, then rename it into place.

    `finish` may add files to the folder before it is renamed.

    Raises
    ------
    InputError
        When `out` exists and is not a network, or cannot be written.
    """
    if out.exists() and any(out.iterdir()) and not (out / MANIFEST).exists():
        raise InputError("is a folder that holds something else than a network", file=str(out))
    draft = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        finish(draft)
        described = {}
        for name, array in _flat(arrays, texts).items():
            np.save(draft / f"{name}.npy", array, allow_pickle=False)
            described[name] = [str(array.dtype), list(array.shape)]
        content = {"version": FORMAT_VERSION, **manifest, "arrays": described}
        (draft / MANIFEST).write_text(
            json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8"
        )
        _swap(draft, out)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", file=str(out)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def load_network(folder: Path) -> tuple[dict[str, NDArray], dict[str, TextTable], dict[str, Any]]:
    """Map a network folder read-only into memory.

    Raises
    ------
    InputError
        When it is no network, half written, or of another version; the message says how to rebuild.
    """
    rebuild = "build it again with build_network"
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        raise InputError(
            f"is not a built network (no {MANIFEST}): {rebuild}", file=str(folder)
        ) from None
    except (OSError, ValueError) as error:
        raise InputError(f"has an unreadable manifest: {rebuild}", file=str(folder)) from error
    if not isinstance(manifest, dict) or manifest.get("version") != FORMAT_VERSION:
        raise InputError(f"was built by another version: {rebuild}", file=str(folder))
    arrays = {}
    for name, (dtype, shape) in manifest["arrays"].items():
        try:
            array = np.load(folder / f"{name}.npy", mmap_mode="r" if np.prod(shape) else None)
        except (FileNotFoundError, ValueError, EOFError) as error:
            raise InputError(f"misses {name}.npy: {rebuild}", file=str(folder)) from error
        except OSError as error:
            # Not the folder's fault: no rights, or too many open files.
            raise InputError(f"cannot be read: {error.strerror}", file=str(folder)) from error
        if str(array.dtype) != dtype or list(array.shape) != shape:
            raise InputError(f"has a damaged {name}.npy: {rebuild}", file=str(folder))
        arrays[name] = array
    texts = {
        name.removesuffix(".text"): TextTable(arrays.pop(name), arrays.pop(f"{name}_first"))
        for name in [name for name in arrays if name.endswith(".text")]
    }
    return arrays, texts, manifest


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
