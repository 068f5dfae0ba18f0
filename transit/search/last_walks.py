"""The last walks of many targets, kept in the order that each question reads them in."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from transit.search.egress_by_stop import (
    NO_KEY,
    EgressByStop,
    best_keys,
    fits_keys,
    read_keys,
    sort_by_stop,
)
from transit.search.search import Found, answer_targets
from transit.search.targets import Answers, Egress, staircases

Int32 = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class LastWalks:
    """Walks between stops and targets, for questions with an hour for each target."""

    egress: Egress
    stops: int
    # The hours asked for last, with the walks in their order: the next origin asks for the same.
    _kept: dict[str, tuple[Int32, EgressByStop]] = field(default_factory=dict, init=False)

    def answers(
        self, found: Found, deadline_s: Int32, *, wait_s: int = 0, earliest_first: bool = True
    ) -> Answers:
        """Read the best answer of every target (see `targets.best_answers`), without its event.

        Parameters
        ----------
        deadline_s : int32[targets]
            Seconds after which arrivals do not count.
        wait_s : int
            Added to every last walk: the wait before boarding, when the scan ran backwards.
        """
        if not fits_keys(found.start_s, deadline_s):
            return answer_targets(
                found,
                self.egress,
                deadline_s,
                egress_wait_s=wait_s,
                earliest_first=earliest_first,
            )
        answers = Answers.nowhere(len(deadline_s))
        if found.events and len(deadline_s):
            keys = np.full(len(deadline_s), NO_KEY, np.int64)
            floor_s = int(deadline_s.min()) - wait_s - int(self.egress.walk_s.max(initial=0))
            stairs = staircases(found.arrivals, earliest_first, floor_s)
            best_keys(stairs, self._by_stop(deadline_s), wait_s, earliest_first, keys)
            read_keys(keys, deadline_s, answers)
        return answers

    def _by_stop(self, deadline_s: Int32) -> EgressByStop:
        kept = self._kept.get("last")
        if kept is None or not np.array_equal(kept[0], deadline_s):
            kept = deadline_s.copy(), sort_by_stop(self.egress, self.stops, deadline_s)
            self._kept["last"] = kept
        return kept[1]
