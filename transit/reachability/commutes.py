"""The commute: arrive by the start of work, come back after its end (reachability.md section 4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from transit.constants import OK, UNREACHED
from transit.limits import Limits
from transit.network.network import Network
from transit.osm.linking import Links
from transit.reachability.compute import ArriveBy, latest_departures
from transit.reachability.ends import Start, Targets
from transit.reachability.places import Place, last_walks, link_all
from transit.reachability.preparing import prepared_for
from transit.search.lanes import find_arrivals
from transit.search.last_walks import LastWalks
from transit.search.search import Found, Window, scan
from transit.search.settling import Back, room, settle_back
from transit.search.targets import Answers

DEFAULT = Limits()
Int32 = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class CommuteTable:
    """Commutes of one origin and many sites; UNREACHED where a way cannot be done.

    Where they were asked from the site, the other way round: arrays of the origins, `linked` is
    theirs and `origin_linked` says it of the site.
    """

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
    back: LastWalks  # from the sites to the stops

    @classmethod
    def prepare(cls, network: Network, links: Links, limits: Limits) -> "Sites":
        return cls(
            Targets.prepare(network, links, limits),
            LastWalks(last_walks(network, links, limits, towards=False), network.stops),
        )


def prepare_sites(network: Network, sites: Sequence[Place], limits: Limits = DEFAULT) -> Sites:
    """Search the walks between sites and stops, for whoever asks from many origins in turn."""
    return Sites.prepare(network, link_all(network, sites, limits), limits)


def commutes_of(
    network: Network, origin: Links, sites: Sites, day: date, hours: Int32, limits: Limits
) -> CommuteTable:
    """Compute the commutes of one origin.

    Parameters
    ----------
    hours : int32[sites, 2]
        Start and end of work of each site, in seconds of the service day.
    """
    start_s, end_s = (np.ascontiguousarray(hours[:, column]) for column in (0, 1))
    start = Start(network, origin, limits)
    morning = latest_departures(start, sites.there, day, start_s)
    evening = earliest_returns(start, sites, day, end_s)
    return commute_table((morning, evening), (start_s, end_s), sites.there.links, origin)


def commute_table(
    ways: tuple[ArriveBy, Back], hours: tuple[Int32, Int32], ends: Links, one_end: Links
) -> CommuteTable:
    """Put the two ways together; arrays of the many `ends`, hours of start and end of each."""
    (morning, (arrival_s, rides, walk_s)), (start_s, end_s) = ways, hours
    went, came = morning.status == OK, arrival_s < UNREACHED
    return CommuteTable(
        morning_s=np.where(went, start_s - morning.departure_s, UNREACHED).astype(np.int32),
        evening_s=np.where(came, arrival_s - end_s, UNREACHED).astype(np.int32),
        morning_rides=morning.rides,
        evening_rides=rides,
        morning_walk_s=morning.walk_s,
        evening_walk_s=walk_s,
        linked=ends.linked,
        origin_linked=bool(one_end.linked[0]),
    )


def earliest_returns(start: Start, sites: Sites, day: date, leave_s: Int32) -> Back:
    """Return arrival, rides and seconds walked from every site back to the origin.

    One scan with time mirrored starts at the origin and finds all sites at once.
    """
    limits = start.limits
    access_s, direct_s = start.walks(sites.there, towards=True)
    hours = (int(leave_s.min(initial=UNREACHED)), int(leave_s.max(initial=0)))
    found = scan_returns(start.network, access_s, day, hours, limits)
    wait_s = limits.min_board_wait_s
    ridden = sites.back.answers(found, -leave_s, wait_s=wait_s, earliest_first=False)
    return returned(ridden, found.start_s, direct_s, leave_s, limits.max_minutes * 60)


def scan_returns(
    network: Network, access_s: Int32, day: date, hours: tuple[int, int], limits: Limits
) -> Found:
    """Scan with time mirrored for the ways back from wherever one leaves between `hours`.

    Parameters
    ----------
    access_s : int32[stops]
        Seconds walked from each stop to the origin, UNREACHED beyond the limit.
    """
    start_s = -hours[1] - limits.max_minutes * 60
    window = Window.of_seconds(start_s, -hours[0], limits, mirrored=True)
    ready = prepared_for(network, day, window, limits, mirrored=True)
    if ready is not None:
        return find_arrivals(ready, access_s, window)
    connections = network.connections(day, wheelchair=limits.wheelchair, mirrored=True)
    return scan(connections, network.changes(limits, mirrored=True), access_s, window)


def returned(
    ridden: Answers, start_s: int, direct_s: Int32, leave_s: Int32, longest_s: int
) -> Back:
    """Take the walk all the way where it is there as soon; blank what takes too long."""
    back = Back(*room(len(direct_s), 3))
    settle_back(ridden, start_s, direct_s, leave_s, longest_s, back)
    return back
