"""Lines around what is reached within given times, as a geographic data frame."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely

from transit.r5py_like.errors import ArgumentError
from transit.r5py_like.frames import ResultFrame
from transit.r5py_like.network import TransportNetwork
from transit.r5py_like.places import DEGREES, degrees, read_points
from transit.r5py_like.request import Request
from transit.r5py_like.travel_times import as_network

QUARTERS = pd.timedelta_range(timedelta(0), timedelta(hours=1), freq=timedelta(minutes=15))


class Isochrones(ResultFrame):
    """One row for every time: `travel_time` (timedelta) and `geometry` (MultiLineString).

    The area of several origins is what any of them reaches; of several percentiles the first
    counts.

    Parameters
    ----------
    origins : GeoDataFrame or Point
        Points; a single one is taken in degrees.
    isochrones : TimedeltaIndex or list of minutes
        Times; 0 is left out.
    point_grid_resolution : float
        Side of a cell in metres.
    point_grid_sample_ratio : float
        Taken and not used: all of the grid is always computed.
    polygons : bool
        Whether `geometry` is the area (MultiPolygon) instead of the line around it.
    """

    _metadata = [
        *geopandas.GeoDataFrame._metadata,  # noqa: SLF001 - pandas' way to name attributes
        "origins",
        "request",
        "isochrones",
        "point_grid_resolution",
        "point_grid_sample_ratio",
    ]

    def __init__(
        self,
        transport_network: TransportNetwork | tuple[Any, ...],
        origins: Any,
        isochrones: pd.TimedeltaIndex | Iterable[float] = QUARTERS,
        point_grid_resolution: float = 100,
        point_grid_sample_ratio: float = 1.0,
        *,
        polygons: bool = False,
        **kwargs: Any,
    ) -> None:
        network = as_network(transport_network)
        times = _times(isochrones)
        if "max_time" in kwargs:
            raise ArgumentError("max_time", "leave it out: isochrones= says how far to go")
        if not point_grid_resolution > 0:
            raise ArgumentError("point_grid_resolution", "must be a number of metres above 0")
        request = Request.read({**kwargs, "max_time": times.max().to_pytimedelta()})
        if isinstance(origins, shapely.Point):
            origins = geopandas.GeoDataFrame({"id": ["origin"]}, geometry=[origins], crs=DEGREES)
        starts = read_points(origins, "origins")
        areas = _areas(network, request, degrees(starts), times, point_grid_resolution)
        shapes = areas if polygons else [_outline(area) for area in areas]
        super().__init__({"travel_time": times}, geometry=shapes, crs=DEGREES)
        self.origins, self.request, self.isochrones = starts, request, times
        self.point_grid_resolution = point_grid_resolution
        self.point_grid_sample_ratio = point_grid_sample_ratio


def _times(isochrones: pd.TimedeltaIndex | Iterable[float]) -> pd.TimedeltaIndex:
    given = isochrones if isinstance(isochrones, pd.TimedeltaIndex) else list(isochrones)
    times = pd.to_timedelta(given, unit="min") if isinstance(given, list) else given
    times = pd.TimedeltaIndex(times[times != pd.Timedelta(0)])
    if not len(times) or times.min() < pd.Timedelta(0):
        raise ArgumentError("isochrones", "expects minutes above 0, such as [15, 30]")
    return times


def _areas(
    network: TransportNetwork,
    request: Request,
    origins: tuple[np.ndarray, np.ndarray],
    times: pd.TimedeltaIndex,
    cell_m: float,
) -> list[shapely.MultiPolygon]:
    from transit.r5py_like import reach  # noqa: PLC0415 - numba loads only when it computes

    timetable = network.with_modes(request.transit_modes) if request.transit_modes else None
    cells, seconds, frame = reach.cells_reached(
        network.walks, timetable, request, origins, float(cell_m)
    )
    longest = times.total_seconds()
    return [reach.merge_cells(cells[seconds <= most], frame) for most in longest]


def _outline(area: shapely.MultiPolygon) -> shapely.MultiLineString:
    return shapely.MultiLineString(list(shapely.get_parts(shapely.boundary(area))))
