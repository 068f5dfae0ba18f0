"""The commute: arrive by the start of work, come back after its end (reachability.md section 4)."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from transit.constants import OK, UNREACHED
from transit.limits import Limits
from transit.network.network import Network
from transit.osm.linking import Links
from transit.reachability.compute import Targets, latest_departures
from transit.reachability.places import last_walks, walks_to_places, walks_to_stops
from transit.search.search import Window, answer_targets, scan
from transit.search.targets import Answers, Egress

Int32 = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class CommuteTable:
    """Commutes of one origin, arrays of the sites; UNREACHED where a way cannot be done."""

    morning_s: Int32  # start - latest departure
    evening_s: Int32  # arrival back - end
    morning_rides: Int32
    evening_rides: Int32
    morning_walk_s: Int32
    evening_walk_s: Int32
    linked: NDArray[np.bool_]
    origin_linked: bool


@dataclass(frozen=True, eq=False)
class Sites:
    """Linked sites with the walks to and from the stops, made once for all origins."""

    there: Targets
    back: Egress  # walks from the sites to the stops

    @classmethod
    def prepare(cls, network: Network, links: Links, limits: Limits) -> "Sites":
        return cls(
            Targets.prepare(network, links, limits),
            last_walks(network, links, limits, towards=False),
        )


def commutes_of(
    network: Network, origin: Links, sites: Sites, day: date, hours: Int32, limits: Limits
) -> CommuteTable:
    """Compute the commutes of one origin.

    Parameters
    ----------
    hours : int32[sites, 2]
        Start and end of work of each site, in seconds of the service day.
    """
    morning = latest_departures(
        network, origin, sites.there, day, np.ascontiguousarray(hours[:, 0]), limits
    )
    arrival_s, rides, walk_s = earliest_returns(
        network, origin, sites, day, np.ascontiguousarray(hours[:, 1]), limits
    )
    went, came = morning.status == OK, arrival_s < UNREACHED
    return CommuteTable(
        morning_s=np.where(went, hours[:, 0] - morning.departure_s, UNREACHED).astype(np.int32),
        evening_s=np.where(came, arrival_s - hours[:, 1], UNREACHED).astype(np.int32),
        morning_rides=morning.rides,
        evening_rides=rides,
        morning_walk_s=morning.walk_s,
        evening_walk_s=walk_s,
        linked=sites.there.links.linked,
        origin_linked=bool(origin.linked[0]),
    )


def earliest_returns(
    network: Network, origin: Links, sites: Sites, day: date, leave_s: Int32, limits: Limits
) -> tuple[Int32, Int32, Int32]:
    """Return arrival, rides and seconds walked from every site back to the origin.

    One scan with time mirrored starts at the origin and finds all sites at once.
    """
    longest_s = limits.max_minutes * 60
    start_s = -int(leave_s.max(initial=0)) - longest_s
    end_s = -int(leave_s.min(initial=0))
    found = scan(
        network.connections(day, wheelchair=limits.wheelchair, mirrored=True),
        network.changes(limits, mirrored=True),
        walks_to_stops(network, origin, limits, towards=True),
        Window.of_seconds(start_s, end_s, limits, mirrored=True),
    )
    ridden = answer_targets(
        found,
        sites.back,
        -leave_s,
        egress_wait_s=limits.min_board_wait_s,
        earliest_first=False,
    )
    direct_s = walks_to_places(network, origin, sites.there.links, limits, towards=True)
    return _returned(ridden, start_s, direct_s, leave_s, longest_s)


def _returned(
    ridden: Answers, start_s: int, direct_s: Int32, leave_s: Int32, longest_s: int
) -> tuple[Int32, Int32, Int32]:
    """Take the walk all the way where it is there as soon; blank what takes too long."""
    by_ride = np.where(ridden.lane >= 0, -(ridden.lane + start_s), UNREACHED)
    on_foot = np.where(direct_s < UNREACHED, leave_s.astype(np.int64) + direct_s, UNREACHED)
    walks = on_foot <= by_ride
    arrival = np.where(walks, on_foot, by_ride)
    late = (arrival >= UNREACHED) | (arrival - leave_s > longest_s)
    rides = np.where(walks, 0, ridden.rides)
    walk_s = np.where(walks, direct_s, ridden.walk_s)
    arrived, times_ridden, walked = (
        np.where(late, UNREACHED, column).astype(np.int32) for column in (arrival, rides, walk_s)
    )
    return arrived, times_ridden, walked
