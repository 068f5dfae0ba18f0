"""Isochrones: the engine's cells, over a window of departures."""

import datetime as dt

import pandas as pd
import pytest
import shapely
from shapely.geometry import shape

from tests.transit.r5py_like.town import DEPARTURE
from tests.transit.toy import DAY
from transit import (
    Isochrones,
    TransportNetwork,
    queries,
)


def test_isochrones_are_the_engines(network, points):
    asked = {"departure": DEPARTURE, "departure_time_window": dt.timedelta(minutes=1)}
    found = Isochrones(network, points.geometry.iloc[0], [0, 10, 20], 50, polygons=True, **asked)
    home = queries.Place(points.geometry.iloc[0].y, points.geometry.iloc[0].x)
    limits = queries.Limits(20, 8, 3.6, 1200, 1000, 1200, 60)
    bands = queries.isochrones(network.timetable, home, DAY, 8 * 3600 + 1800, [10, 20], limits)
    assert found.columns.tolist() == ["travel_time", "geometry"]
    assert found.travel_time.tolist() == [pd.Timedelta(minutes=m) for m in (10, 20)]
    for area, band in zip(found.geometry, bands, strict=True):
        assert area.equals(shape(band["geometry"]))
    lines = Isochrones(network, points.iloc[:1], [10, 20], 50, **asked)
    assert set(lines.geometry.geom_type) == {"MultiLineString"}
    assert lines.crs == "EPSG:4326"
    for line, area in zip(lines.geometry, found.geometry, strict=True):
        assert line.equals(area.boundary)


def test_isochrones_of_a_window_lie_between_its_departures(network, points):
    def area(start, origins=points.iloc[:1], **more):
        departure = DEPARTURE + dt.timedelta(minutes=start)
        found = Isochrones(network, origins, [25], polygons=True, departure=departure, **more)
        return found.geometry.iloc[0]

    single = [area(m, departure_time_window=dt.timedelta(minutes=1)) for m in range(10)]
    window = {p: area(0, percentiles=[p]) for p in (1, 50, 100)}
    assert window[1].equals(shapely.union_all(single))
    assert window[100].equals(shapely.intersection_all(single))
    assert window[100].area < window[50].area < window[1].area
    several = area(0, points.iloc[[0, 2]], percentiles=[50])
    assert several.contains(window[50].buffer(-1e-9))
    assert several.area > window[50].area


def test_isochrones_on_foot(files, network, points):
    streets = TransportNetwork(files[0])
    foot = [
        Isochrones(one, points.iloc[:1], [10], polygons=True, transport_modes=["WALK"])
        for one in (streets, network)
    ]
    assert foot[0].geometry.iloc[0].equals(foot[1].geometry.iloc[0])
    ridden = Isochrones(network, points.iloc[:1], [30], polygons=True, departure=DEPARTURE)
    assert ridden.geometry.iloc[0].contains(foot[0].geometry.iloc[0].buffer(-1e-9))


def test_isochrones_refuse_what_makes_no_sense(network, points):
    for more, message in (
        ({"max_time": dt.timedelta(hours=1)}, "max_time: leave it out"),
        ({"isochrones": [0]}, "isochrones: expects minutes above 0"),
        ({"point_grid_resolution": 0}, "point_grid_resolution: must be"),
    ):
        with pytest.raises(ValueError, match=message):
            Isochrones(network, points, departure=DEPARTURE, **more)
