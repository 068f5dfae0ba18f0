"""The two ends of many questions, with the walks that are searched once for all of them."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from transit.constants import UNREACHED
from transit.limits import Limits
from transit.network.footpaths import walk_seconds
from transit.network.network import Network
from transit.network.walks import SortedTargets
from transit.osm.linking import Links
from transit.reachability.places import last_walks
from transit.search.last_walks import LastWalks
from transit.search.targets import Egress

Int32 = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Ends:
    """Linked places at the far end, sorted by street when first walked to."""

    links: Links
    _sorted: dict[bool, SortedTargets] = field(default_factory=dict, init=False)

    def sorted(self, network: Network, limits: Limits, *, towards: bool) -> SortedTargets:
        if towards not in self._sorted:
            self._sorted[towards] = network.walks.sort_targets(
                self.links, allow_steps=not limits.wheelchair, towards=towards
            )
        return self._sorted[towards]


@dataclass(frozen=True, eq=False)
class Targets(Ends):
    """Linked targets of a question and the walks to them, made once for all origins."""

    walks: LastWalks

    @classmethod
    def prepare(cls, network: Network, links: Links, limits: Limits) -> "Targets":
        return cls(links, LastWalks(last_walks(network, links, limits), network.stops))

    @property
    def egress(self) -> Egress:
        return self.walks.egress


@dataclass(frozen=True, eq=False)
class Start:
    """One linked place at the near end, under the limits of a question.

    Its walks are searched once: those to it are those from it where no street is one-way.
    """

    network: Network
    links: Links
    limits: Limits
    _walks: dict[tuple[Ends, bool], tuple[Int32, Int32]] = field(default_factory=dict, init=False)

    def direct_s(self, ends: Ends, *, towards: bool = False) -> Int32:
        """Return int32[ends]: seconds of the walk all the way, UNREACHED beyond its limit."""
        return self.walks(ends, towards=towards)[1]

    def walks(self, ends: Ends, *, towards: bool = False) -> tuple[Int32, Int32]:
        """Return int32[stops], seconds to or from the stops, and `direct_s`, by one search."""
        back = towards and not self.network.walks.symmetric
        key = (ends, back)
        if key not in self._walks:
            self._walks[key] = self._search(ends, towards=back)
        return self._walks[key]

    def _search(self, ends: Ends, *, towards: bool) -> tuple[Int32, Int32]:
        network, limits = self.network, self.limits
        sets = [
            (
                network.sorted_stops(wheelchair=limits.wheelchair, towards=towards),
                limits.metres_in(limits.max_walk_s),
            ),
            (
                ends.sorted(network, limits, towards=towards),
                limits.metres_in(limits.max_direct_walk_s),
            ),
        ]
        to_stops, direct = network.walks.reach(
            self.links, sets, allow_steps=not limits.wheelchair, towards=towards
        )
        return _in_seconds(to_stops, limits), _in_seconds(direct, limits)


def _in_seconds(metres: NDArray[np.float64], limits: Limits) -> Int32:
    seconds = np.full(len(metres), UNREACHED, np.int32)
    reached = np.flatnonzero(metres < np.inf)
    seconds[reached] = walk_seconds(metres[reached], limits.speed_ms)
    return seconds
