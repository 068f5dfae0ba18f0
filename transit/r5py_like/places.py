"""Origins and destinations: points with an id, brought to degrees and, when asked, to a street."""

import warnings
from dataclasses import dataclass
from typing import Any

import geopandas
import numpy as np
import shapely

from transit.r5py_like.errors import ArgumentError
from transit.r5py_like.network import SNAP_RADIUS_M, TransportNetwork

DEGREES = "EPSG:4326"


@dataclass(frozen=True, eq=False)
class Ends:
    """Checked origins and destinations, in degrees, with the reference system they came in."""

    origins: geopandas.GeoDataFrame
    destinations: geopandas.GeoDataFrame
    crs: Any


def read_ends(
    network: TransportNetwork, origins: Any, destinations: Any, snap_to_network: bool | int
) -> Ends:
    """Check both ends; without destinations the origins stand for them.

    Raises
    ------
    ArgumentError
        Naming the end and what it lacks.
    """
    if origins is None:
        raise ArgumentError("origins", "No routing origins defined: give a GeoDataFrame")
    starts = read_points(origins, "origins")
    ends = starts.copy() if destinations is None else read_points(destinations, "destinations")
    if snap_to_network is not False:
        radius_m = SNAP_RADIUS_M if snap_to_network is True else float(snap_to_network)
        starts = _snapped(network, starts, "origin", radius_m)
        ends = _snapped(network, ends, "destination", radius_m)
    return Ends(starts, ends, origins.crs)


def read_points(frame: Any, argument: str) -> geopandas.GeoDataFrame:
    """Return a copy in degrees of points with unique ids."""
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise ArgumentError(argument, "expects a GeoDataFrame with the columns id and geometry")
    if "id" not in frame.columns:
        raise ArgumentError(argument, "must contain an 'id' column")
    if not frame["id"].is_unique:
        raise ArgumentError(argument, "the values of the column 'id' must be unique")
    if frame.crs is None:
        raise ArgumentError(argument, "has no reference system: set one with set_crs")
    points = frame.geometry
    if not (points.geom_type.eq("Point") & ~points.is_empty).all():
        raise ArgumentError(argument, "must hold points only: take the centroid of other shapes")
    return frame.to_crs(DEGREES).copy()


def degrees(frame: geopandas.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return float64[n] latitudes and longitudes."""
    points = np.asarray(frame.geometry.values)
    return shapely.get_y(points), shapely.get_x(points)


def _snapped(
    network: TransportNetwork, frame: geopandas.GeoDataFrame, name: str, radius_m: float
) -> geopandas.GeoDataFrame:
    found = network.snap_to_network(frame.geometry, radius=radius_m)
    frame = frame.set_geometry(found)
    if found.is_empty.any():
        frame = frame[~found.is_empty].copy()
        message = f"Some {name} points could not be snapped to the street network"
        warnings.warn(message, RuntimeWarning, stacklevel=4)
        if frame.empty:
            raise ArgumentError(f"{name}s", f"After snapping, no valid {name} points remain")
    return frame
