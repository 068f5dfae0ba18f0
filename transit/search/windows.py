"""Earliest arrivals at all stops for each departure of a window."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transit.constants import UNREACHED
from transit.network.footpaths import Footpaths
from transit.network.timetable import Connections
from transit.search.lanes import Prepared, fits_bytes, lower_earliest
from transit.search.search import Window, question_of, scan, work_of
from transit.search.window_kernels import arrivals_by_lane, leave_earlier

# Never, where seconds are kept in 16 bits: beyond every time, and with room for a walk above it.
NEVER_16, MOST_WALK_16 = 60_000, 5_535
# Lanes that the compiler handles at once; what is left over would go one by one.
VECTOR = 64


@dataclass(frozen=True, eq=False)
class Earliest:
    """First arrival at each stop by departure lane.

    Attributes
    ----------
    since_s : uint16 or int32[stops, columns]
        Seconds since the first departure until the first arrival of those who can leave in that
        lane and no later; who leaves earlier can do the same, see `completed`. `never` where
        there is none, and in the columns from `lanes` on, which fill up the vectors of the
        machine.
    """

    since_s: NDArray[Any]
    lanes: int
    start_s: int
    never: int

    @classmethod
    def nowhere(cls, stops: int, window: Window) -> "Earliest":
        narrow = window.end_s - window.start_s + window.lanes * window.step_s < NEVER_16
        never, dtype = (NEVER_16, np.uint16) if narrow else (UNREACHED // 2, np.int32)
        columns = window.lanes if window.lanes < VECTOR else -(-window.lanes // VECTOR) * VECTOR
        filled = np.full((stops, columns), never, dtype)
        return cls(filled, window.lanes, window.start_s, never)

    def completed(self) -> "Earliest":
        """Let each lane have what later ones have, in place: whoever leaves early can wait.

        A question about few targets does it for them (percentiles.py), not for every stop.
        """
        leave_earlier(self.since_s)
        return self

    @property
    def time_s(self) -> NDArray[np.int32]:
        """int32[stops, lanes]: seconds of the service day, UNREACHED for never."""
        since_s = self.completed().since_s[:, : self.lanes]
        time_s = since_s.astype(np.int32) + np.int32(self.start_s)
        return np.where(since_s == self.never, UNREACHED, time_s).astype(np.int32)


def earliest_arrivals(
    connections: Connections,
    footpaths: Footpaths,
    access_s: NDArray[np.int32],
    window: Window,
    ready: Prepared | None = None,
) -> Earliest:
    """Find the earliest arrivals, quicker where the day was prepared for it.

    Parameters
    ----------
    access_s : int32[stops]
        Seconds walked from the origin to each stop, UNREACHED where it is too far.
    """
    earliest = Earliest.nowhere(len(access_s), window)
    if ready is not None and fits_bytes(window) and ready.answers(window):
        lower_earliest(ready, access_s, window, earliest.since_s)
    else:
        log = scan(connections, footpaths, access_s, window).arrivals
        columns = (log.stop, log.arrival, log.lane)
        arrivals_by_lane(columns, window.start_s, earliest.since_s)
    return earliest


def count_work(
    connections: Connections,
    footpaths: Footpaths,
    access_s: NDArray[np.int32],
    window: Window,
    ready: Prepared | None = None,
) -> dict[str, int]:
    """Count connections looked at, arrivals logged and changes made by such a scan."""
    if ready is not None and fits_bytes(window) and ready.answers(window):
        earliest = Earliest.nowhere(len(access_s), window)
        return lower_earliest(ready, access_s, window, earliest.since_s)
    question, _ = question_of(connections, footpaths, window)
    scanned = {"connections": max(0, question.last - question.first)}
    return scanned | work_of(scan(connections, footpaths, access_s, window))
