"""The rows of stop_times.txt as arrays, while they are sorted out."""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Calls:
    """Stops of vehicles, one array a column, all of one length.

    `position` is the row's place in the table; `trip` and `stop` are indexes, -1 for none; `rank`
    orders the calls of a trip, -1 for none; times are seconds of the service day, MISSING or
    UNPARSABLE; `pickup` and `drop_off` are 0 allowed, 1 not allowed.
    """

    position: NDArray[np.int32]
    trip: NDArray[np.int32]
    rank: NDArray[np.int32]
    stop: NDArray[np.int32]
    arrival: NDArray[np.int32]
    departure: NDArray[np.int32]
    pickup: NDArray[np.int8]
    drop_off: NDArray[np.int8]
    shape_dist: NDArray[np.float32] | None

    def where(self, chosen: NDArray[np.bool_]) -> "Calls":
        """Return the chosen calls; the same object when that is all of them."""
        return self if chosen.all() else self._take(chosen)

    def in_order(self) -> "Calls":
        """Return the calls by trip, then rank, then row."""
        key = (self.trip.astype(np.int64) << 32) + self.rank
        # Most feeds come in order: looking costs less than sorting.
        if (key[1:] >= key[:-1]).all():
            return self
        return self._take(np.argsort(key, kind="stable"))

    def _take(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> "Calls":
        columns = {column.name: getattr(self, column.name) for column in fields(self)}
        return replace(
            self, **{name: each[chosen] for name, each in columns.items() if each is not None}
        )
