"""Cut the drawn path of a trip between two of its stops."""

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]
Points = tuple[tuple[float, float], ...]


def cut_shape(shape: tuple[Float, Float], stops: tuple[Float, Float]) -> Points:
    """Return the part of a shape that passes the stops in order.

    Parameters
    ----------
    shape : tuple of float64[points]
        Latitudes and longitudes of the shape.
    stops : tuple of float64[stops]
        Latitudes and longitudes of the stops called at, from boarding to alighting. All of them
        are used, because a loop passes the same place twice.

    Returns
    -------
    tuple of (lat, lon)
        From the first stop's place on the shape to the last one's.
    """
    lat, lon = shape
    scale = np.cos(np.radians(lat[0])) if len(lat) else 1.0
    x, y = lon * scale, np.asarray(lat)
    at = 0.0
    places = []
    for stop_lat, stop_lon in zip(*stops, strict=True):
        at = _nearest_after(x, y, (stop_lon * scale, stop_lat), at)
        places.append(at)
    return _between(lat, lon, places[0], places[-1])


def _nearest_after(x: Float, y: Float, point: tuple[float, float], start: float) -> float:
    """Return the place (segment + fraction) nearest to a point, at or after `start`."""
    first = min(int(start), len(x) - 2)
    ax, ay = x[first:-1], y[first:-1]
    dx, dy = x[first + 1 :] - ax, y[first + 1 :] - ay
    square = dx * dx + dy * dy
    along = np.where(square > 0, (point[0] - ax) * dx + (point[1] - ay) * dy, 0.0)
    fraction = np.clip(along / np.where(square > 0, square, 1.0), 0.0, 1.0)
    fraction[0] = max(fraction[0], min(start - first, 1.0))
    away = (ax + fraction * dx - point[0]) ** 2 + (ay + fraction * dy - point[1]) ** 2
    best = int(np.argmin(away))
    return first + best + float(fraction[best])


def _between(lat: Float, lon: Float, start: float, end: float) -> Points:
    def at(place: float) -> tuple[float, float]:
        i = min(int(place), len(lat) - 2)
        part = place - i
        return (
            float(lat[i] + part * (lat[i + 1] - lat[i])),
            float(lon[i] + part * (lon[i + 1] - lon[i])),
        )

    inside = range(int(start) + 1, int(np.ceil(end)))
    middle = [(float(lat[i]), float(lon[i])) for i in inside]
    return (at(start), *middle, at(end))
