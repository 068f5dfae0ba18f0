"""Surfaces answer a new site as a search would, from a folder that is whole or refused."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from geo_matching.common.errors import InputError
from tests.transit.journeys.test_k01_commutes import TOWN
from tests.transit.random_city import POINTS, cities, limits, moments, streets
from tests.transit.reachability.same_commutes import FIGURES, assert_same, reached
from tests.transit.reachability.test_reverse import QUICK, engine_of
from tests.transit.toy import DAY
from transit import queries
from transit.queries import UNREACHED, Limits, Place, SurfaceQuestion
from transit.reachability.grid import NO_TIME, as_raster
from transit.search.steps import narrow

QUESTION = SurfaceQuestion(DAY, Limits())
WORK = (9 * 3600, 17 * 3600)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("surfaces")


@pytest.fixture
def town(tmp_path):
    """The network of a town, its points, and the folder of its surfaces."""
    network, points = engine_of(TOWN, tmp_path)
    out = queries.folder_beside(network)
    origins = [points["COLLEGE"], points["SITE"]]
    queries.build_surfaces(network, ["a", "b"], origins, QUESTION, out)
    return network, points, out


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_door_that_is_still_closed(town):
    network, points, out = town
    surfaces = queries.open_surfaces(network, out)
    found = queries.commutes_to(network, surfaces, points["SITE"], WORK)
    assert list(surfaces.origin_ids) == ["a", "b"]
    assert found.morning_s.tolist() == [62 * 60, 0]
    assert found.evening_s.tolist() == [26 * 60, 0]


def test_a_site_that_no_street_and_no_stop_is_near(town):
    network, _, out = town
    surfaces = queries.open_surfaces(network, out)
    found = queries.commutes_to(network, surfaces, Place(60.0, 10.0), WORK)
    assert {int(s) for figure in FIGURES for s in getattr(found, figure)} == {UNREACHED}


def test_hours_outside_those_it_was_built_for_are_refused(town):
    network, points, out = town
    surfaces = queries.open_surfaces(network, out)
    for hours in ((7 * 3600, 17 * 3600), (9 * 3600, 18 * 3600 + 1)):
        with pytest.raises(InputError, match="outside the hours"):
            queries.commutes_to(network, surfaces, points["SITE"], hours)


def test_same_inputs_same_bytes(town, tmp_path):
    network, points, out = town
    origins = [points["COLLEGE"], points["SITE"]]
    queries.build_surfaces(network, ["a", "b"], origins, QUESTION, tmp_path / "again")
    assert bytes_of(tmp_path / "again") == bytes_of(out)


def test_half_a_folder_or_another_network_is_refused(town, tmp_path):
    network, _, out = town
    with pytest.raises(InputError, match="build it again with build_surfaces"):
        queries.open_surfaces(network, network.folder)
    shutil.copytree(out, tmp_path / "half")
    (tmp_path / "half" / "there_time.npy").unlink()
    with pytest.raises(InputError, match=r"misses there_time\.npy"):
        queries.open_surfaces(network, tmp_path / "half")
    manifest = json.loads((out / "manifest.json").read_text())
    changed = json.dumps({**manifest, "network_sha256": "0" * 64})
    (out / "manifest.json").write_text(changed)
    with pytest.raises(InputError, match="another network"):
        queries.open_surfaces(network, out)


def test_what_cannot_be_built_leaves_nothing(town, tmp_path):
    network, points, _ = town
    for ids, origins, question in (
        ([], [], QUESTION),
        (["a"], [points["SITE"]], replace(QUESTION, day=DAY.replace(year=1999))),
    ):
        with pytest.raises(InputError):
            queries.build_surfaces(network, ids, origins, question, tmp_path / "none")
    assert not (tmp_path / "none").exists()
    with pytest.raises(InputError, match="starts must be two hours"):
        SurfaceQuestion(DAY, Limits(), starts=(9 * 3600, 8 * 3600))


def test_cells_hold_the_commutes_of_their_centres(town):
    network, _, out = town
    surfaces = queries.open_surfaces(network, out)
    west, south, width, height = surfaces.cells.frame
    some = slice(None, None, 40)
    column, row = surfaces.cells.column[some], surfaces.cells.row[some]
    lats, lons = south + (row + 0.5) * height, west + (column + 0.5) * width
    sites = [Place(*degrees) for degrees in zip(lats.tolist(), lons.tolist(), strict=True)]
    origin = Place(surfaces.origins.lat[0], surfaces.origins.lon[0])
    hours = np.tile(np.array([WORK], np.int32), (len(sites), 1))
    table = queries.commutes(network, origin, sites, hours, DAY)
    for kept, figure in (
        (surfaces.cell_morning_s, table.morning_s),
        (surfaces.cell_evening_s, table.evening_s),
    ):
        np.testing.assert_array_equal(kept[0, some], np.where(figure < NO_TIME, figure, NO_TIME))
        assert np.count_nonzero(figure < UNREACHED) > 10
    raster = as_raster(surfaces.cells, surfaces.cell_morning_s[0])
    assert raster[row[-1], column[-1]] == surfaces.cell_morning_s[0, some][-1]
    assert np.count_nonzero(raster < NO_TIME) == np.count_nonzero(
        surfaces.cell_morning_s[0] < NO_TIME
    )


def test_bands_of_the_mean_commute(town):
    network, _, out = town
    surfaces = queries.open_surfaces(network, out)
    near, far = queries.commute_bands(surfaces, "a", [90, 10])
    assert (near["minutes"], far["minutes"]) == (10, 90)
    assert len(near["geometry"]["coordinates"][0][0]) > 0
    assert len(str(far["geometry"])) > len(str(near["geometry"]))
    with pytest.raises(InputError, match="knows no origin 'z'"):
        queries.commute_bands(surfaces, "z", [10])


def test_numbers_are_as_narrow_as_they_may_be():
    small, full, large = (np.array([0, most]) for most in (255, 65_535, 65_536))
    assert [column.dtype for column in narrow(small, full)] == [np.uint16] * 2
    assert [column.dtype for column in narrow(small, large)] == [np.int32] * 2


def agree(network, points, out, asked, hours):
    """Surfaces of all points for all hours answer each as the search does."""
    places = [points[name] for name in POINTS]
    starts, ends = ((min(column), max(column)) for column in zip(*hours, strict=True))
    question = SurfaceQuestion(DAY, asked, starts, ends)
    queries.build_surfaces(network, POINTS, places, question, out)
    surfaces = queries.open_surfaces(network, out)
    by_site = [
        queries.commutes_to(network, surfaces, place, hour)
        for place, hour in zip(places, hours, strict=True)
    ]
    rows = np.array(hours, np.int32)
    assert_same(
        by_site, list(queries.commutes_from_many(network, places, places, rows, DAY, asked))
    )


def drawn(data, city):
    asked = Limits(**vars(data.draw(limits())))
    hours = [(data.draw(moments(city, late=True)), data.draw(moments(city))) for _ in POINTS]
    note(f"{asked} {hours}")
    return asked, hours


@settings(QUICK, max_examples=40)
@given(st.data())
def test_random_cities(folder, data):
    city = data.draw(cities())
    note(city.text)
    network, points = engine_of(city.text, folder, allow_on_demand=city.allow_on_demand)
    agree(network, points, folder / "kept", *drawn(data, city))


@settings(QUICK, max_examples=15)
@given(st.data())
def test_random_cities_with_streets(folder, data):
    city, ways = data.draw(cities()), data.draw(streets())
    note(f"{city.text}\n{ways}")
    network, points = engine_of(city.text, folder, ways=ways)
    agree(network, points, folder / "kept", *drawn(data, city))


def test_a_sample_of_grenoble(grenoble, tmp_path):
    question = SurfaceQuestion(grenoble.day, Limits())
    hours = [(8 * 3600 + i * 600, 18 * 3600 - i * 600) for i in range(12)]
    origins, network = grenoble.colleges, grenoble.network
    ids = [str(i) for i in range(len(origins))]
    queries.build_surfaces(network, ids, origins, question, tmp_path / "kept")
    surfaces = queries.open_surfaces(network, tmp_path / "kept")
    by_site = [
        queries.commutes_to(network, surfaces, site, hour)
        for site, hour in zip(grenoble.sites, hours, strict=True)
    ]
    rows = np.array(hours, np.int32)
    by_origin = list(
        queries.commutes_from_many(network, origins, grenoble.sites, rows, grenoble.day)
    )
    assert_same(by_site, by_origin)
    assert reached(by_origin) > 150
