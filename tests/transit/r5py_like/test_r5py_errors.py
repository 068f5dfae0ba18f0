"""What is not supported is refused by a line that names the argument."""

import datetime as dt

import pytest

from tests.transit.r5py_like.town import DEPARTURE
from transit import (
    TravelTimeMatrix,
)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"transport_modes": ["BICYCLE"]}, "transport_modes: BICYCLE is not supported"),
        ({"transport_modes": ["TRANSIT", "CAR"]}, "transport_modes: CAR is not supported"),
        ({"transport_modes": ["TRIAN"]}, "transport_modes: 'TRIAN' is no mode; expected one of"),
        ({"transport_modes": "TRANSIT"}, "transport_modes: expects a list"),
        ({"transport_modes": []}, "transport_modes: is empty"),
        ({"access_modes": ["BICYCLE"]}, "access_modes: BICYCLE is not supported"),
        ({"egress_modes": ["BUS"]}, "egress_modes: only WALK"),
        ({"departure": "2030-01-08"}, "departure: expects a datetime"),
        ({"departure": dt.datetime(2030, 1, 8, 8, tzinfo=dt.UTC)}, "departure: must be"),
        ({"departure_time_window": dt.timedelta(seconds=5)}, "departure_time_window: must be"),
        ({"percentiles": [0]}, "percentiles: must lie in 1..100"),
        ({"max_time": dt.timedelta(days=9)}, "max_time: must lie"),
        ({"max_time_walking": dt.timedelta(seconds=-1)}, "max_time_walking: must lie"),
        ({"speed_walking": 0}, "speed_walking: must lie"),
        ({"max_public_transport_rides": 99}, "max_public_transport_rides: must lie"),
        ({"breakdown": True}, "breakdown: is not supported: use DetailedItineraries"),
        ({"fares": 1}, "fares: is no argument here; known are departure, "),
        ({"origins": None}, "No routing origins defined"),
    ],
)
def test_what_is_not_supported_is_said(network, points, arguments, message):
    asked = {"origins": points, "departure": DEPARTURE} | arguments
    with pytest.raises(ValueError, match=message):
        TravelTimeMatrix(network, **asked)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda frame: frame.drop(columns="id"), "origins: must contain an 'id' column"),
        (lambda frame: frame.assign(id=1), "origins: the values of the column 'id'"),
        (lambda frame: frame.set_crs(None, allow_override=True), "origins: has no reference"),
        (lambda frame: frame.set_geometry(frame.buffer(0.1)), "origins: must hold points only"),
        (lambda frame: frame.to_crs(2154).geometry, "origins: expects a GeoDataFrame"),
    ],
)
@pytest.mark.filterwarnings("ignore:Geometry is in a geographic CRS")
def test_origins_that_are_no_points_with_ids(network, points, change, message):
    with pytest.raises(ValueError, match=message):
        TravelTimeMatrix(network, change(points), departure=DEPARTURE)


def test_a_day_without_service_is_an_error(network, points):
    with pytest.raises(Exception, match="the timetable covers 2030-01-01 to 2030-01-31"):
        TravelTimeMatrix(network, points, departure=DEPARTURE.replace(year=2019))
