"""TravelTimeMatrix: r5py's columns, the engine's numbers."""

import datetime as dt

import geopandas
import numpy as np
import pandas as pd
import pytest

from tests.transit.r5py_like.town import DEPARTURE, engine_times
from tests.transit.toy import DAY
from tests.transit.toy_streets import STREET_PACE_M
from transit import (
    DetailedItineraries,
    TransportMode,
    TransportNetwork,
    TravelTimeMatrix,
    queries,
)


def test_times_are_the_engines_and_minutes_are_cut(network, points):
    matrix = TravelTimeMatrix(network, origins=points, departure=DEPARTURE)
    expected = engine_times(network, points)[:, :, 0]
    assert matrix.columns.tolist() == ["from_id", "to_id", "travel_time", "travel_time_s"]
    assert list(zip(matrix.from_id, matrix.to_id, strict=True)) == [
        (start, end) for start in points.id for end in points.id
    ]
    seconds = matrix.travel_time_s.fillna(-1).astype(int).to_numpy()
    assert seconds.tolist() == expected.ravel().tolist()
    reached = matrix[seconds >= 0]
    assert (reached.travel_time == reached.travel_time_s // 60).all()
    assert (reached.travel_time % 1 == 0).all()
    assert matrix.travel_time.isna().sum() == (expected == -1).sum() > 0
    # From home to work by L1: one may not board before a minute at the stop has gone.
    row = matrix[(matrix.from_id == "home") & (matrix.to_id == "work")].iloc[0]
    assert 600 < row.travel_time_s < 1800


def test_types_of_columns_and_of_the_frame(network, points):
    numbered = points.assign(id=range(7, 7 + len(points)))
    matrix = TravelTimeMatrix(network, numbered, percentiles=[5, 50], departure=DEPARTURE)
    assert isinstance(matrix, pd.DataFrame)
    assert {name: str(dtype) for name, dtype in matrix.dtypes.items()} == {
        "from_id": "int64",
        "to_id": "int64",
        "travel_time_p5": "float64",
        "travel_time_p50": "float64",
        "travel_time_s_p5": "float64",
        "travel_time_s_p50": "float64",
    }
    assert (matrix.travel_time_p5.fillna(0) <= matrix.travel_time_p50.fillna(0)).all()
    assert isinstance(matrix.origins, geopandas.GeoDataFrame)
    pd.testing.assert_frame_equal(matrix.origins, matrix.destinations)
    assert type(matrix[matrix.travel_time_p5 > 5]) is pd.DataFrame


def test_arguments_reach_the_engine(network, points):
    matrix = TravelTimeMatrix(
        network,
        origins=points,
        departure=dt.datetime.combine(DAY, dt.time(7, 5)),
        departure_time_window=dt.timedelta(minutes=30),
        transport_modes=["TRANSIT", "WALK"],
        access_modes=[TransportMode.WALK],
        egress_modes=["WALK"],
        max_time=dt.timedelta(minutes=45),
        max_time_walking=dt.timedelta(minutes=5),
        max_time_cycling=dt.timedelta(minutes=5),
        speed_walking=5.0,
        speed_cycling=20,
        max_public_transport_rides=1,
    )
    limits = queries.Limits(45, 1, 5.0, 300, 300, 300, 60)
    expected = engine_times(network, points, minutes=30, limits=limits, depart="07:05")
    assert matrix.travel_time_s.fillna(-1).astype(int).tolist() == expected.ravel().tolist()
    assert expected.max() > 0


def test_points_in_another_reference_system(network, points):
    plain = TravelTimeMatrix(network, points, departure=DEPARTURE)
    projected = TravelTimeMatrix(network, points.to_crs(2154), departure=DEPARTURE)
    apart = (plain.travel_time_s - projected.travel_time_s).abs().max()
    assert apart <= 1
    lines = DetailedItineraries(
        network, points.to_crs(2154).iloc[:1], points.to_crs(2154).iloc[1:2], departure=DEPARTURE
    )
    assert lines.crs == points.to_crs(2154).crs
    assert lines.geometry.length.sum() == pytest.approx(lines["distance"].sum(), rel=0.01)


def test_walking_alone_needs_no_feed(files, points):
    streets = TransportNetwork(files[0])
    matrix = TravelTimeMatrix(
        streets, points, transport_modes=[TransportMode.WALK], max_time=dt.timedelta(hours=3),
        max_time_walking=None,
    )  # fmt: skip
    # 5 000 paces along the street and the two links of 10 and 20, at 1 m/s.
    way = matrix[(matrix.from_id == "home") & (matrix.to_id == "work")]
    assert way.travel_time_s.item() == pytest.approx(5030 * STREET_PACE_M, abs=1)
    assert TravelTimeMatrix(streets, points, transport_modes=["WALK"]).travel_time_s.max() <= 7200
    with pytest.raises(ValueError, match="transport_modes: public transport needs a timetable"):
        TravelTimeMatrix(streets, points)


def test_one_mode_of_public_transport(network, points):
    both, bus, tram = (
        TravelTimeMatrix(network, points, departure=DEPARTURE, transport_modes=modes)
        .set_index(["from_id", "to_id"])
        .travel_time_s
        for modes in (["TRANSIT"], [TransportMode.BUS], ["TRAM", "WALK"])
    )
    way = ("home", "work")
    # Of each departure the better of the two: the median of that is below both medians.
    assert both[way] < min(bus[way], tram[way])
    assert bus["work", "mill"] < 3600
    assert np.isnan(tram["work", "mill"])


def test_snapping_moves_points_to_the_street(network, points):
    snapped = network.snap_to_network(points.geometry, radius=50)
    assert snapped.iloc[0].distance(points.geometry.iloc[0]) > 0
    assert snapped.is_empty.tolist() == [False, False, False, True]
    assert snapped.index.equals(points.index)
    with pytest.warns(RuntimeWarning, match="Some (origin|destination) points could not"):
        matrix = TravelTimeMatrix(network, points, snap_to_network=True, departure=DEPARTURE)
    assert set(matrix.from_id) == {"home", "work", "mill"}
    plain = TravelTimeMatrix(network, points.iloc[:3], departure=DEPARTURE)
    assert (matrix.travel_time_s <= plain.travel_time_s).all()
    assert matrix.travel_time_s.min() == 0
    with (
        pytest.warns(RuntimeWarning, match="could not be snapped"),
        pytest.raises(ValueError, match="After snapping, no valid origin points remain"),
    ):
        TravelTimeMatrix(network, points.iloc[3:], snap_to_network=True, departure=DEPARTURE)


def test_porto_alegre_is_what_the_engine_says(stages_data, tmp_path):
    data = stages_data / "porto_alegre"
    network = TransportNetwork(
        data / "poa_osm.pbf", [data / "poa_eptc.zip", data / "poa_trensurb.zip"], cache_dir=tmp_path
    )
    table = pd.read_csv(data / "poa_hexgrid.csv").iloc[::60]
    points = geopandas.GeoDataFrame(
        table[["id"]], geometry=geopandas.points_from_xy(table.lon, table.lat), crs="EPSG:4326"
    )
    start = dt.datetime.combine(dt.date(2019, 5, 13), dt.time(13))
    matrix = TravelTimeMatrix(
        network, points.iloc[:3], points, departure=start, percentiles=[5, 50, 95],
        departure_time_window=dt.timedelta(minutes=60),
        max_time_walking=dt.timedelta(minutes=20),
    )  # fmt: skip
    places = [queries.Place(point.y, point.x) for point in points.geometry]
    limits = queries.Limits(120, 8, 3.6, 1200, 1000, 1200, 60)
    asked = queries.TimesQuestion(start.date(), limits, 13 * 3600, 60, (5, 50, 95))
    rows = queries.travel_times(network.timetable, places[:3], places, asked)
    times = np.concatenate([row.times_s for row in rows])
    times = np.where(times == queries.UNREACHED, -1, times)
    for i, p in enumerate((5, 50, 95)):
        assert matrix[f"travel_time_s_p{p}"].fillna(-1).astype(int).tolist() == times[:, i].tolist()
    assert (times >= 0).mean() > 0.3
