"""A stop without a position, all the way through a network: vehicles pass, nobody walks there."""

import datetime as dt

import pytest

from tests.transit.gtfs.feeds import TINY, write_zip
from transit.network.builder import build_network
from transit.queries import Place, open_network, plan_journey

A, B, C = Place(46.5, 2.50), Place(46.5, 2.51), Place(46.5, 2.53)
SHAPE = "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\ns,46.5,2.5,1\ns,46.5,2.53,2\n"
WITH_SHAPE = {
    "shapes": SHAPE,
    "trips": "route_id,service_id,trip_id,shape_id\nL,week,t1,s\nL,week,t2,s\n",
}


@pytest.fixture
def plan(tmp_path):
    def build(origin, destination, **tables):
        stops = TINY["stops"].replace("46.5,2.51", ",")
        path = write_zip(tmp_path / "toy.zip", TINY | {"stops": stops} | tables)
        network = open_network(build_network([path], None, tmp_path / "network"))
        # Early enough for the first trip, too late to walk it first.
        return plan_journey(network, origin, destination, dt.date(2030, 1, 8), depart_s=28_700)

    return build


@pytest.mark.parametrize("tables", [{}, WITH_SHAPE])
def test_a_vehicle_passes_it_and_the_drawing_leaves_it_out(plan, tables):
    (ride,) = [leg for leg in plan(A, C, **tables).legs if leg.mode == "ride"]
    assert (ride.departure, ride.arrival, ride.stop_names) == (
        28_800,
        29_700,
        ("Mairie", "Halle", "Gare"),
    )
    assert ride.geometry == ((46.5, 2.5), (46.5, 2.53))


def test_nobody_gets_off_there(plan):
    journey = plan(A, B)
    assert [leg.mode for leg in journey.legs] == ["walk"]
