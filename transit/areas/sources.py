"""Where areas get their data, and where downloaded files are kept; passed in, never read here."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo_matching.common.containers import read_text
from geo_matching.common.errors import InputError
from geo_matching.common.files import kind_of

# Puts what stands at an address into a file, whole or not at all, and returns the file; raises
# InputError with one line that says why it cannot be had (see geo_matching.common.fetching).
Fetch = Callable[[str, Path], Path]


# Field of Sources -> name in the list of sources.
SOURCE_NAMES = {
    "catalogue": "transit_datasets",
    "osm_index": "streets",
    "osm_departements": "streets_departements",
    "intercommunalities": "intercommunalities",
}


@dataclass(frozen=True, slots=True)
class Sources:
    """Addresses (or local files) of the four publishers, the downloader, and the kept files.

    `osm_departements` is a folder; `intercommunalities` holds "{departement}".
    """

    catalogue: str
    osm_index: str
    osm_departements: str
    intercommunalities: str
    fetch: Fetch
    folder: Path

    def json_of(self, address: str, name: str) -> Any:
        """Return the JSON at an address, kept under a name.

        Raises
        ------
        InputError
            When it cannot be had, or is something else.
        """
        return _json_in(self.fetch(address, self.folder / name), address)

    def json_or_kept(self, address: str, name: str) -> Any:
        """Return the JSON at an address, or the last that could be read: for what rarely changes.

        Raises
        ------
        InputError
            When it cannot be had, and never could.
        """
        kept = self.folder / name
        try:
            content = self.json_of(address, f"new-{name}")
        except InputError:
            if not kept.exists():
                raise
            return _json_in(kept, address)
        (self.folder / f"new-{name}").replace(kept)
        return content

    def text_of(self, address: str, name: str) -> str:
        """Return the text at an address, kept under a name."""
        return read_text(self.fetch(address, self.folder / name), kind="text")[0]

    def zip_at(self, addresses: list[str], to: Path) -> Path:
        """Fetch a zip from the first address that gives one.

        Raises
        ------
        InputError
            Naming what each address answered.
        """
        refusals: list[str] = []
        for address in dict.fromkeys(filter(None, addresses)):
            try:
                found = self.fetch(address, to)
                kind = kind_of(found)
            except InputError as error:
                refusals.append(str(error))
                continue
            if kind == "zip":
                return found
            refusals.append(f"{address}: gives {kind}, not a zip")
        raise InputError("; then ".join(refusals) or "no address was given")


def _json_in(path: Path, address: str) -> Any:
    try:
        return json.loads(read_text(path, kind="json")[0])
    except json.JSONDecodeError as error:
        message = f"broken JSON ({error.msg}): it may be cut short"
        raise InputError(message, file=address, row=error.lineno) from error
