"""The town as files, and as a network of r5py's names."""

import geopandas
import pytest
import shapely

from tests.transit.r5py_like.town import STREETS, TOWN
from tests.transit.toy import parse_toy
from tests.transit.toy_streets import STREET_PACE_M, write_streets
from transit import TransportNetwork


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Streets, feed and points of the town, as files."""
    folder = tmp_path_factory.mktemp("town")
    toy = parse_toy(TOWN.replace("line L9", "line L9"), unit_m=STREET_PACE_M)
    for row in toy.feeds[0].tables["routes.txt"]:
        row["route_type"] = "0" if row["route_id"] == "L9" else "3"
    [feed] = toy.write(folder)
    osm = write_streets(STREETS, folder / "town.osm.pbf")
    points = geopandas.GeoDataFrame(
        {"id": list(toy.points)},
        geometry=[shapely.Point(lon, lat) for lat, lon in toy.points.values()],
        crs="EPSG:4326",
    )
    points.to_file(folder / "points.geojson")
    return osm, feed, points, folder


@pytest.fixture(scope="module")
def points(files):
    return files[2]


@pytest.fixture(scope="module")
def network(files, tmp_path_factory):
    return TransportNetwork(files[0], [files[1]], cache_dir=tmp_path_factory.mktemp("cache"))
