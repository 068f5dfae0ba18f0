"""Travel times of all origins to all destinations, as a data frame."""

from typing import Any

import numpy as np
import pandas as pd

from transit.constants import UNREACHED
from transit.r5py_like.network import TransportNetwork
from transit.r5py_like.places import Ends, degrees, read_ends
from transit.r5py_like.request import Request


class TravelTimeMatrix(pd.DataFrame):
    """One row for every origin and destination.

    Columns: `from_id`, `to_id`, `travel_time` (whole minutes, rounded down, nan where there is no
    way) and `travel_time_s` (seconds). For percentiles other than [50]: `travel_time_p25` and
    `travel_time_s_p25`, and so on.

    Parameters
    ----------
    transport_network : TransportNetwork or tuple
        A network, or the arguments of one.
    origins, destinations : GeoDataFrame
        Points with a column `id`; without destinations the origins stand for them.
    snap_to_network : bool or int
        Whether points are first moved to the nearest street within 1 600 m, or so many metres.
    **kwargs
        Any argument of `Request`.
    """

    _metadata = ["origins", "destinations", "request", "snap_to_network"]

    def __init__(
        self,
        transport_network: TransportNetwork | tuple[Any, ...],
        origins: Any = None,
        destinations: Any = None,
        snap_to_network: bool | int = False,
        **kwargs: Any,
    ) -> None:
        network = as_network(transport_network)
        request = Request.read(kwargs)
        ends = read_ends(network, origins, destinations, snap_to_network)
        columns = _columns(ends, request, times_s(network, request, ends))
        super().__init__(columns)  # type: ignore[call-arg]  # the stubs know __new__ alone
        self.origins, self.destinations = ends.origins, ends.destinations
        self.request, self.snap_to_network = request, snap_to_network

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame


def as_network(given: TransportNetwork | tuple[Any, ...]) -> TransportNetwork:
    """Return the network, made of a tuple of its arguments where that is given."""
    return given if isinstance(given, TransportNetwork) else TransportNetwork(*given)


def times_s(network: TransportNetwork, request: Request, ends: Ends) -> np.ndarray:
    """Return int32[origins, destinations, percentiles]: seconds, UNREACHED where blank."""
    from transit.r5py_like import engine  # noqa: PLC0415 - numba loads only when it computes

    points = degrees(ends.origins), degrees(ends.destinations)
    shape = len(ends.origins), len(ends.destinations), len(request.percentiles)
    out = np.full(shape, UNREACHED, np.int32)
    if not request.transit_modes:
        for i, row in enumerate(engine.walking_rows(network.walks, request.limits, *points)):
            out[i] = row[:, None]
        return out
    timetable = network.with_modes(request.transit_modes)
    for i, times in enumerate(engine.matrix_rows(timetable, request, *points)):
        out[i] = times
    return out


def _columns(ends: Ends, request: Request, seconds: np.ndarray) -> dict[str, Any]:
    starts, stops = ends.origins["id"], ends.destinations["id"]
    columns: dict[str, Any] = {
        "from_id": starts.repeat(len(stops)).reset_index(drop=True),
        "to_id": pd.concat([stops] * len(starts), ignore_index=True) if len(starts) else stops[:0],
    }
    flat = seconds.reshape(-1, seconds.shape[2])
    blank = flat == UNREACHED
    minutes = np.where(blank, np.nan, flat // 60)
    exact = np.where(blank, np.nan, flat)
    median = list(request.percentiles) == [50]
    endings = [""] if median else [f"_p{p:d}" for p in request.percentiles]
    columns |= {f"travel_time{end}": minutes[:, i] for i, end in enumerate(endings)}
    return columns | {f"travel_time_s{end}": exact[:, i] for i, end in enumerate(endings)}
