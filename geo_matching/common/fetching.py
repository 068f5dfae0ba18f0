"""A plain function that fetches an address or copies a local file, for whoever needs no more."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from geo_matching.common.download import Downloader, Wanted
from geo_matching.common.errors import InputError

Fetch = Callable[[str, Path], Path]


def fetcher(
    downloader: Downloader, hosts: frozenset[str] = frozenset(), max_bytes: int = 8_000_000_000
) -> Fetch:
    """Return `fetch(address, to)`, which gives `to` whole or raises InputError.

    `hosts` are those that an address may redirect to, besides its own.
    """
    return partial(_fetch, downloader, hosts, max_bytes)


def _fetch(
    downloader: Downloader, hosts: frozenset[str], max_bytes: int, address: str, to: Path
) -> Path:
    if address.startswith(("http://", "https://")):
        wanted = Wanted(address, to, hosts=hosts, max_bytes=max_bytes)
        return downloader.fetch(wanted).path
    to.parent.mkdir(parents=True, exist_ok=True)
    beside = to.with_name(f".{to.name}.new")
    try:
        shutil.copyfile(address, beside)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", file=address) from error
    return beside.replace(to)
