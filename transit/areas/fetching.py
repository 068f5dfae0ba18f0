"""What areas ask of a downloader, and a plain one that is enough for small files."""

import shutil
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import Protocol

from geo_matching.common.errors import InputError

TIMEOUT_S = 120.0
_CHUNK = 1 << 20


class Fetch(Protocol):
    """Put what stands at an address into a file, whole or not at all, and return the file.

    Raises
    ------
    InputError
        One line that says why it cannot be had (404, 401, cut short ...).
    """

    def __call__(self, address: str, to: Path) -> Path: ...


def plain_fetch(address: str, to: Path) -> Path:
    """Download by HTTP(S), or copy a local file; written beside and renamed.

    Raises
    ------
    InputError
        When the server refuses, cannot be reached or stops early.
    """
    to.parent.mkdir(parents=True, exist_ok=True)
    draft = to.with_name(f".{to.name}.part")
    try:
        if address.startswith(("http://", "https://")):
            _download(address, draft)
        else:
            shutil.copyfile(address, draft)
        draft.replace(to)
    except urllib.error.HTTPError as error:
        with closing(error):
            raise InputError(f"the server answers {error.code}", file=address) from error
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be downloaded: {error}", file=address) from error
    finally:
        draft.unlink(missing_ok=True)
    return to


def _download(address: str, draft: Path) -> None:
    request = urllib.request.Request(address, headers={"User-Agent": "stages-de-3e"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer, draft.open("wb") as out:  # noqa: S310
        promised = answer.headers.get("Content-Length")
        shutil.copyfileobj(answer, out, _CHUNK)
    size = draft.stat().st_size
    if promised is not None and size != int(promised):
        raise OSError(f"cut short, {size} of {promised} bytes came")
