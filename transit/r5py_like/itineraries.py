"""Journeys leg by leg between origins and destinations, as a geographic data frame."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import geopandas
import pandas as pd
import shapely

from geo_matching.common.geo import great_circle_m
from transit.r5py_like.frames import ResultFrame
from transit.r5py_like.modes import TransportMode, mode_of_route
from transit.r5py_like.network import TransportNetwork
from transit.r5py_like.places import DEGREES, Ends, degrees, read_ends
from transit.r5py_like.request import Request
from transit.r5py_like.travel_times import as_network

if TYPE_CHECKING:
    from transit.queries import Leg, Place

COLUMNS = (
    "from_id",
    "to_id",
    "option",
    "segment",
    "transport_mode",
    "departure_time",
    "distance",
    "travel_time",
    "wait_time",
    "feed",
    "agency_id",
    "route_id",
    "start_stop_id",
    "end_stop_id",
    "geometry",
)
Row = tuple[Any, ...]


class DetailedItineraries(ResultFrame):
    """One row for every segment of every option of every pair.

    Columns: see `COLUMNS`; `distance` in metres along the geometry, times as timedelta. Option 0 is
    the walk all the way where WALK is among the modes; then come the different journeys that leave
    within the departure window, each as late as it may leave.

    Parameters
    ----------
    force_all_to_all : bool
        Whether as many origins as destinations are taken each with each, not in pairs.
    """

    COLUMNS = list(COLUMNS)
    _metadata = [
        *geopandas.GeoDataFrame._metadata,  # noqa: SLF001 - pandas' way to name attributes
        "origins",
        "destinations",
        "request",
        "snap_to_network",
        "all_to_all",
        "od_pairs",
    ]

    def __init__(
        self,
        transport_network: TransportNetwork | tuple[Any, ...],
        origins: Any = None,
        destinations: Any = None,
        snap_to_network: bool | int = False,
        force_all_to_all: bool = False,
        **kwargs: Any,
    ) -> None:
        network = as_network(transport_network)
        request = Request.read(kwargs)
        ends = read_ends(network, origins, destinations, snap_to_network)
        all_to_all = force_all_to_all or not _in_pairs(origins, destinations, ends)
        pairs = _pairs(ends, all_to_all=all_to_all)
        rows = _rows(network, request, ends, pairs)
        super().__init__(_frame(rows, ends.crs))
        self.origins, self.destinations = ends.origins, ends.destinations
        self.request, self.snap_to_network = request, snap_to_network
        self.all_to_all = all_to_all
        self.od_pairs = pd.DataFrame(
            {
                "id_origin": [ends.origins["id"].iloc[i] for i, _ in pairs],
                "id_destination": [ends.destinations["id"].iloc[j] for _, j in pairs],
            }
        )


def _in_pairs(origins: Any, destinations: Any, ends: Ends) -> bool:
    if destinations is None or len(ends.origins) != len(ends.destinations):
        return False
    return not origins.equals(destinations)


def _pairs(ends: Ends, *, all_to_all: bool) -> list[tuple[int, int]]:
    if not all_to_all:
        return [(i, i) for i in range(len(ends.origins))]
    return [(i, j) for i in range(len(ends.origins)) for j in range(len(ends.destinations))]


def _rows(
    network: TransportNetwork, request: Request, ends: Ends, pairs: list[tuple[int, int]]
) -> Iterator[Row]:
    from transit.r5py_like import engine  # noqa: PLC0415 - numba loads only when it computes

    starts, stops = (engine.places(degrees(frame)) for frame in (ends.origins, ends.destinations))
    from_ids, to_ids = ends.origins["id"].tolist(), ends.destinations["id"].tolist()
    for i, j in pairs:
        options = _options(network, request, starts[i], stops[j])
        for option, legs in enumerate(options):
            arrival = legs[0].departure
            for segment, leg in enumerate(legs):
                waited_s = leg.departure - arrival
                shown = _leg_row(leg, waited_s, request)
                yield (from_ids[i], to_ids[j], option, segment, *shown)
                arrival = leg.arrival


def _options(
    network: TransportNetwork, request: Request, origin: "Place", target: "Place"
) -> Iterator[tuple["Leg", ...]]:
    from transit.r5py_like import engine  # noqa: PLC0415 - numba loads only when it computes

    if TransportMode.WALK in request.modes:
        walk = engine.walk_all_the_way(network.walks, origin, target, request.limits)
        if walk is not None:
            yield (walk,)
    if request.transit_modes:
        timetable = network.with_modes(request.transit_modes)
        for journey in engine.rides(timetable, request, origin, target):
            yield journey.legs


def _leg_row(leg: "Leg", waited_s: int, request: Request) -> Row:
    points = leg.geometry if len(leg.geometry) > 1 else leg.geometry * 2
    metres = sum(great_circle_m(*a, *b) for a, b in pairwise(points))
    midnight = datetime.combine(request.day, time())
    # As in r5py, a walk all the way starts at no time of its own.
    starts = pd.NaT if leg.mode == "walk" else midnight + timedelta(seconds=leg.departure)
    ridden = leg.mode == "ride"
    ids = (leg.feed, leg.agency_id, leg.route_id, leg.from_stop_id, leg.to_stop_id)
    return (
        mode_of_route(leg.route_type) if ridden else TransportMode.WALK,
        starts,
        float(metres),
        timedelta(seconds=leg.arrival - leg.departure),
        timedelta(seconds=waited_s),
        *((one or None) if ridden else None for one in ids),
        shapely.LineString([(lon, lat) for lat, lon in points]),
    )


def _frame(rows: Iterator[Row], crs: Any) -> geopandas.GeoDataFrame:
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame = frame.astype(
        {
            "option": "int64",
            "segment": "int64",
            "departure_time": "datetime64[ns]",
            "distance": "float64",
            "travel_time": "timedelta64[ns]",
            "wait_time": "timedelta64[ns]",
        }
    )
    return geopandas.GeoDataFrame(frame, geometry="geometry", crs=DEGREES).to_crs(crs)
