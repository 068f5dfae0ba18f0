"""The witness of the transit measurements is itself held to the engine's rules."""

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from geo_matching.bench import transit_cases, transit_npm
from geo_matching.bench.process import MeasureError
from geo_matching.bench.report import Result, as_table
from geo_matching.bench.transit_answers import check_areas, check_mornings, compare
from geo_matching.bench.transit_cases import growth
from geo_matching.bench.transit_networkx import Streets, Timetable, without_overtaking
from geo_matching.bench.transit_npm import agreement
from geo_matching.bench.transit_timing import time_calls
from geo_matching.bench.transit_worlds import PORTO_ALEGRE, World, near_stops
from geo_matching.common.geo import great_circle_m
from tests.transit.toy import DAY
from tests.transit.toy_world import World as ToyWorld
from transit.queries import UNREACHED, Limits
from transit.search.search import Window
from transit.search.windows import earliest_arrivals


def seconds(*values: int | None) -> np.ndarray:
    return np.array([UNREACHED if v is None else v for v in values], np.int32)


def test_equal_answers_are_counted() -> None:
    found = compare("x", seconds(60, None, *range(100, 120)), seconds(60, None, *range(100, 120)))
    assert (found.equal, found.answers) == (21, 21)
    assert str(found) == "21 of 21 equal"


def test_slower_answers_are_tolerated_only_as_the_rides_limit_explains() -> None:
    theirs = seconds(*range(20))
    ours = theirs.copy()
    ours[:2] = UNREACHED, 7
    assert compare("x", ours, theirs).equal == 18
    ours[2] = 9
    with pytest.raises(MeasureError, match="only 17 of 20"):
        compare("x", ours, theirs)
    with pytest.raises(MeasureError, match="only 0 of 0"):
        compare("x", seconds(None), seconds(None))


@pytest.mark.parametrize("theirs", [61, None])
def test_an_answer_that_is_too_good_is_wrong(theirs: int | None) -> None:
    with pytest.raises(MeasureError, match="1 of 2 answers are too good to be true"):
        compare("x", seconds(60, 5), seconds(theirs, 5))


def test_mornings_must_be_in_time_and_the_latest() -> None:
    at, later = seconds(*[3600] * 20), seconds(*[3700] * 19, 3600)
    assert check_mornings(at, later, 3600).startswith("20 mornings in time, 19 too late")
    with pytest.raises(MeasureError, match="19 in time"):
        check_mornings(seconds(*[3600] * 19, 3601), later, 3600)
    with pytest.raises(MeasureError, match="10 latest"):
        check_mornings(at, seconds(*[3700] * 10, *[3600] * 10), 3600)


def test_reached_points_must_lie_inside_nested_areas() -> None:
    times = seconds(*[600] * 20, None)
    inside = np.ones((5, 21), bool)
    assert check_areas(inside, times, nested=True) == "100 of 100 reached points inside"
    with pytest.raises(MeasureError, match="nested: False"):
        check_areas(inside, times, nested=False)
    inside[:, :5] = False
    with pytest.raises(MeasureError, match="25 of 100 lie outside"):
        check_areas(inside, times, nested=True)


def test_lines_are_split_where_one_overtakes() -> None:
    line = ((1, 2, 3), (3, 3))
    slow, fast, last = ((0, 10), (10, 90)), ((5, 12), (12, 20)), ((6, 91), (13, 95))
    groups = without_overtaking([(line, slow), (line, fast), (line, last)])
    assert sorted(len(fleet) for _, fleet in groups) == [1, 2]
    for _, fleet in groups:
        columns = zip(*(departures + arrivals for departures, arrivals in fleet), strict=True)
        assert all(list(column) == sorted(column) for column in columns)


FOOT = """
stop S1 60
stop X1 4000
stop X2 4300
stop S3 9000
line L1 S1    X1
  trip  08:00 08:10
  trip  08:05 08:08
line L2 X2       S3
  trip  08:12:59 08:20
  trip  08:16    08:21
"""


@pytest.fixture
def world(tmp_path: Path):
    return lambda text, **options: ToyWorld(text, tmp_path, **options)


def test_the_witness_finds_what_the_engine_finds(world) -> None:
    network, limits = world(FOOT).engine.network, Limits()
    day = network.connections(DAY, wheelchair=False)
    changes = network.changes(limits)
    access_s = seconds(60, None, None, None)
    depart_s = 8 * 3600 - 300
    window = Window.of_one(depart_s, depart_s + 5400, limits)
    ours = earliest_arrivals(day, changes, access_s, window).time_s[:, 0]
    ready_s = seconds(depart_s + 60 + 60, None, None, None)
    theirs = Timetable(day, changes, [(0, 86400)]).search(ready_s, depart_s + 5400)
    assert ours.tolist() == theirs.tolist()
    # Five minutes of walking and one of waiting after 08:08: the vehicle of 08:16.
    assert theirs.tolist() == [UNREACHED, 8 * 3600 + 480, UNREACHED, 8 * 3600 + 1260]


@pytest.mark.parametrize(
    "tag", ["residential", "footway oneway:foot=yes", "footway oneway:foot=-1"]
)
def test_the_witness_walks_as_the_engine_does(world, tag: str) -> None:
    town = (
        "stop Z1 0 0\nstop Z2 250 10\nstop Z3 100 200\nline Z Z1 Z2 Z3\n  trip 03:00 03:10 03:20\n"
    )
    streets = f"residential 0,0 0,200 300,200 300,0\n{tag} 0,0 300,0\n"
    network = world(town, streets=streets).engine.network
    links = network.links
    for towards in (False, True):
        matrix = network.walks.matrix(links, links, limit_m=2000.0, towards=towards)
        for i in range(3):
            part = slice(matrix.first[i], matrix.first[i + 1])
            ours = np.full(3, np.inf)
            ours[matrix.target[part]] = matrix.metres[part]
            walks = Streets(network.walks.graph)
            theirs = walks.metres(links.take([i]), links, 2000.0, towards=towards)
            np.testing.assert_allclose(theirs, ours, rtol=1e-12)


def test_peers_are_compared_by_shares() -> None:
    found = agreement(seconds(100, 200, 300, None), np.array([160, 261, 10**12, 50]), 1000)
    assert found == {"reached_by_both": 0.5, "within_a_minute": 0.5, "ours": 3, "theirs": 3}


def test_without_node_the_peer_is_skipped_with_the_reason(monkeypatch) -> None:
    monkeypatch.setattr(transit_npm.shutil, "which", lambda name: None)
    with pytest.raises(MeasureError, match="node and npm are not installed"):
        transit_npm.install()


def test_calls_are_timed_after_the_day_is_prepared() -> None:
    seen: list[int] = []
    times = time_calls(seen.append, [7, 8, 9, 10])
    assert seen == [7, 7, 7, 7, 7, 8, 9, 10]
    assert times["origins"] == 4
    assert times["best_s"] <= times["seconds"] <= times["p90_s"]


def test_places_lie_near_stops_and_stay_the_same() -> None:
    lat, lon = np.array([45.0, 46.0]), np.array([5.0, 6.0])
    places = near_stops(lat, lon, 200, 42)
    assert places == near_stops(lat, lon, 200, 42) != near_stops(lat, lon, 200, 43)
    far = [
        min(great_circle_m(p.lat, p.lon, a, b) for a, b in zip(lat, lon, strict=True))
        for p in places
    ]
    assert 500 < max(far) < 601


def test_a_world_comes_through_json() -> None:
    world = World.of(json.loads(json.dumps(asdict(PORTO_ALEGRE))))
    assert world.rules.walk_speed_kmh == 3.6
    assert world.whole_window
    assert "porto_alegre/poa_osm.pbf" in world.files


def test_growth_is_an_exponent_and_peers_have_a_footnote() -> None:
    rows = [
        Result("generated_5000.build", "", seconds=2.0),
        Result("generated_20000.build", "", seconds=8.0),
        Result("grenoble.build", "", seconds=1.0, elsewhere={"R5": 10.5}),
    ]
    (found,) = growth(rows)
    assert found.more["exponents"]["build"] == [pytest.approx(1.0)]
    table = as_table([*rows, found])
    assert "R5*" in table.splitlines()[0]
    assert "time is stops to the power of: build 1.00" in table
    assert table.splitlines()[-1].startswith("* measured elsewhere")


def test_wrong_answers_give_one_failed_row_and_no_times(monkeypatch, tmp_path: Path) -> None:
    def refuse(stage) -> None:
        raise MeasureError(f"{stage.world.name}: wrong")

    monkeypatch.setattr(transit_cases, "of_world", refuse)
    monkeypatch.setattr(transit_cases, "IMPORTS", {})
    rows = list(transit_cases.results(tmp_path, large=True))
    assert [row.status for row in rows] == ["skipped", "skipped", "failed", "failed", "failed"]
    assert "set STAGES_DATA" in rows[0].note
    assert all(row.seconds is None for row in rows)
