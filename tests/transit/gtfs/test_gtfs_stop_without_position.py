"""A stop without a position, all the way through a network: vehicles pass, nobody walks there."""

import datetime as dt

import numpy as np
import pytest
from django.contrib.gis.geos import Point

from tests.transit.gtfs.feeds import TINY, write_zip
from transit.models import Stop
from transit.network.builder import build_network
from transit.queries import Place, isochrones, open_network, plan_journey
from transit.registry import register

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


@pytest.fixture
def network(tmp_path):
    stops = TINY["stops"].replace("46.5,2.51", ",")
    path = write_zip(tmp_path / "toy.zip", TINY | {"stops": stops})
    return open_network(build_network([path], None, tmp_path / "network"))


def test_an_isochrone_leaves_it_out(network):
    (area,) = isochrones(network, A, dt.date(2030, 1, 8), 28_700, [30])
    points = np.array([point for part in area["geometry"]["coordinates"] for point in part[0]])
    assert np.isfinite(points).all()
    assert points[:, 0].max() > C.lon


@pytest.mark.django_db
def test_the_register_shows_the_others(network):
    build = register(network, "toy")
    assert sorted(Stop.objects.values_list("stop_id", flat=True)) == ["toy:A", "toy:C"]
    assert build.extent.contains(Point(2.53, 46.5, srid=4326))
