"""What is kept beside a downloaded file: its address, its validators, and half a download."""

import fcntl
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from geo_matching.common.files import sha256_of


@dataclass(frozen=True, slots=True)
class Kept:
    """A whole file of an earlier download and what the server said of it."""

    url: str
    etag: str
    last_modified: str
    sha256: str
    size: int

    def conditions(self) -> dict[str, str]:
        """Return the headers that ask for the file only if it has changed."""
        headers = {}
        if self.etag:
            headers["If-None-Match"] = self.etag
        if self.last_modified:
            headers["If-Modified-Since"] = self.last_modified
        return headers


def state_path(path: Path) -> Path:
    """Return where the state of a downloaded file is kept."""
    return path.with_name(f".{path.name}.json")


def load_kept(path: Path, url: str) -> Kept | None:
    """Return the state of a file that is still the one downloaded from this address, else None."""
    try:
        kept = Kept(**json.loads(state_path(path).read_text(encoding="utf-8")))
        same = kept.url == url and kept.size == path.stat().st_size
    except (OSError, ValueError, TypeError):
        return None
    return kept if same and kept.sha256 == sha256_of(path) else None


def save_kept(path: Path, kept: Kept) -> None:
    """Keep the state of a file; written beside and renamed, so that it is whole or absent."""
    _write_whole(state_path(path), json.dumps(asdict(kept), indent=1))


def _write_whole(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


class Part:
    """Half a download, in a folder of its own under the file's final name.

    `validator` is what If-Range may compare: without one nothing is ever resumed, since two
    versions of a file could be glued together.
    """

    def __init__(self, target: Path, url: str) -> None:
        self.path = target.parent / ".part" / target.name
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._about = self.path.with_name(f"{target.name}.json")
        self._url = url

    @property
    def validator(self) -> str:
        try:
            about = json.loads(self._about.read_text(encoding="utf-8"))
            return str(about["validator"]) if about["url"] == self._url else ""
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    @property
    def resumable_from(self) -> int:
        """Return the number of bytes that a range may start at; 0: from the beginning."""
        return self.path.stat().st_size if self.validator and self.path.exists() else 0

    def begin(self, validator: str) -> None:
        """Forget what was there and note what the coming bytes belong to."""
        self.drop()
        _write_whole(self._about, json.dumps({"url": self._url, "validator": validator}))

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self._about.unlink(missing_ok=True)

    def move_to(self, target: Path) -> None:
        """Put the whole file in its place; its old state goes first, so that none ever lies."""
        state_path(target).unlink(missing_ok=True)
        self.path.replace(target)
        self._about.unlink(missing_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other processes from downloading the same file at the same time."""
        with self.path.with_name(f"{self.path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def validator_of(headers: Mapping[str, str]) -> str:
    """Return what If-Range may send back: a strong ETag, else the date, "" where there is none."""
    etag = headers.get("ETag", "")
    if etag and not etag.startswith("W/"):
        return etag
    return headers.get("Last-Modified", "")
