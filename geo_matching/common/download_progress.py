"""A line that shows how far a download is, on a terminal only."""

import time
from collections.abc import Callable
from typing import TextIO

_EVERY_S = 0.1
_MB = 1_000_000
_WIDTH = 24


class ProgressBar:
    """Draws one download on a terminal; silent anywhere else, so that logs stay readable."""

    def __init__(
        self, stream: TextIO, label: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream, self._label, self._clock = stream, label, clock
        self._visible = stream.isatty()
        self._drawn_at: float | None = None
        self._width = 0

    def show(self, done: int, total: int | None) -> None:
        """Draw `done` bytes of `total` (None: the server does not say), at most 10 a second."""
        now = self._clock()
        if not self._visible or (self._drawn_at is not None and now - self._drawn_at < _EVERY_S):
            return
        self._drawn_at = now
        self._draw(progress_line(self._label, done, total))

    def close(self) -> None:
        """Wipe the line."""
        if self._visible and self._width:
            self._draw("")
            self._stream.write("\r")
            self._stream.flush()

    def _draw(self, line: str) -> None:
        self._stream.write(f"\r{line.ljust(self._width)}")
        self._stream.flush()
        self._width = len(line)


def progress_line(label: str, done: int, total: int | None) -> str:
    """Return one line of progress.

    >>> progress_line("communes", 5_000_000, 20_000_000)
    'communes [######..................] 5.0 of 20.0 MB'
    >>> progress_line("communes", 5_000_000, None)
    'communes 5.0 MB'
    """
    if not total:
        return f"{label} {done / _MB:.1f} MB"
    full = min(_WIDTH, _WIDTH * done // total)
    return f"{label} [{'#' * full}{'.' * (_WIDTH - full)}] {done / _MB:.1f} of {total / _MB:.1f} MB"
