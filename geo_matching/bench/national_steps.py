"""What a rehearsal has done so far, in a file beside its own: a run that failed goes on there."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from geo_matching.bench.process import MeasureError
from geo_matching.bench.report import Result

STEPS = "steps.json"
BEGUN_BEFORE = "begun before and gone on with: its time is that of the rest"


class Journal:
    """The steps begun and done in a folder; `wish` tells apart what was asked for.

    Raises
    ------
    MeasureError
        When the folder holds a rehearsal of another size.
    """

    def __init__(self, folder: Path, wish: Mapping[str, Any]) -> None:
        self._path = folder / STEPS
        self._known: dict[str, Any] = {"wish": dict(wish), "begun": [], "done": {}}
        if self._path.exists():
            self._known = json.loads(self._path.read_text(encoding="utf-8"))
        if self._known["wish"] != dict(wish):
            raise MeasureError(f"{folder} holds a rehearsal of {self._known['wish']}")

    def results(self, name: str) -> list[Result] | None:
        """Return the results of a step that was done, None when it was not."""
        rows = self._known["done"].get(name)
        return None if rows is None else [Result(**row) for row in rows]

    def begin(self, name: str) -> str:
        """Note that a step begins; return what must be said of its time, "" as a rule."""
        note = BEGUN_BEFORE if name in self._known["begun"] else ""
        self._known["begun"].append(name)
        self._write()
        return note

    def end(self, name: str, results: Sequence[Result]) -> None:
        self._known["done"][name] = [asdict(result) for result in results]
        self._write()

    def _write(self) -> None:
        draft = self._path.with_suffix(".part")
        draft.write_text(json.dumps(self._known, indent=1), encoding="utf-8")
        draft.replace(self._path)
