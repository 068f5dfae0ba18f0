"""The feed: whole, believable, and readable without a single notice."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from shapely import LineString, Point

from tests.demo.conftest import Table
from transit.gtfs.reader import read_feed
from transit.osm.linking import EdgeIndex, link_points
from transit.osm.reader import read_street_graph

Feed = dict[str, Table]
SCHOOL_DAY = "SEM"


def seconds(text: str) -> int:
    hours, minutes, rest = map(int, text.split(":"))
    return 3600 * hours + 60 * minutes + rest


@pytest.fixture(scope="module")
def calls(feed: Feed) -> dict[str, Table]:
    """Stop times by trip, in the order of the file."""
    by_trip = defaultdict(list)
    for row in feed["stop_times"]:
        by_trip[row["trip_id"]].append(row)
    return by_trip


@pytest.fixture(scope="module")
def starts(feed: Feed, calls: dict[str, Table]) -> dict[tuple[str, str, str], list[int]]:
    """First departures by route, direction and service."""
    found = defaultdict(list)
    for trip in feed["trips"]:
        first = seconds(calls[trip["trip_id"]][0]["departure_time"])
        found[trip["route_id"], trip["direction_id"], trip["service_id"]].append(first)
    return {key: sorted(times) for key, times in found.items()}


def ids(table: Table, column: str) -> set[str]:
    values = [row[column] for row in table]
    assert len(values) == len(set(values))
    return set(values)


def test_every_reference_is_met(feed: Feed) -> None:
    stops = ids(feed["stops"], "stop_id")
    routes, trips = ids(feed["routes"], "route_id"), ids(feed["trips"], "trip_id")
    services = ids(feed["calendar"], "service_id")
    shapes = {row["shape_id"] for row in feed["shapes"]}
    assert {row["agency_id"] for row in feed["routes"]} == ids(feed["agency"], "agency_id")
    assert {row["route_id"] for row in feed["trips"]} == routes
    assert {row["service_id"] for row in feed["trips"]} == services
    assert {row["shape_id"] for row in feed["trips"]} == shapes
    assert {row["trip_id"] for row in feed["stop_times"]} == trips
    stations = {row["stop_id"] for row in feed["stops"] if row["location_type"] == "1"}
    assert {row["parent_station"] for row in feed["stops"]} - {""} == stations
    assert {row["stop_id"] for row in feed["stop_times"]} == stops - stations


def test_two_trams_and_fourteen_buses(feed: Feed) -> None:
    types = [row["route_type"] for row in feed["routes"]]
    assert (types.count("0"), types.count("3"), len(types)) == (2, 14, 16)
    assert len({row["route_color"] for row in feed["routes"]}) == 16
    assert all(
        len(row["route_color"]) == len(row["route_text_color"]) == 6 for row in feed["routes"]
    )
    assert all(row["trip_headsign"] for row in feed["trips"])


def test_the_reader_has_nothing_to_say(city: Path) -> None:
    read = read_feed(city / "feed.zip", name="demo")
    assert read.notices == []
    assert read.services.covered() == (date(2026, 11, 23), date(2028, 11, 22))


def test_times_go_forward_at_the_pace_of_a_bus(feed: Feed, calls: dict[str, Table]) -> None:
    assert len(calls) > 3000
    for rows in calls.values():
        times = [seconds(row["departure_time"]) for row in rows]
        km = [float(row["shape_dist_traveled"]) for row in rows]
        assert all(a < b for a, b in pairwise(times))
        assert all(a < b for a, b in pairwise(km))
        assert 10 < 3600 * km[-1] / (times[-1] - times[0]) < 32


def headways(times: list[int]) -> list[float]:
    return [(b - a) / 60 for a, b in pairwise(times)]


def test_from_every_6_to_every_60_minutes(starts: dict) -> None:
    peak = {
        route: min(headways(times))
        for (route, direction, service), times in starts.items()
        if service == SCHOOL_DAY and direction == "0"
    }
    assert min(peak.values()) == peak["RA"] == 6
    assert sorted(route for route, minutes in peak.items() if minutes == 60) == ["R13", "R14", "R5"]


def test_evening_gap(starts: dict) -> None:
    """Nothing leaves between nine and ten at night; then four lines run past midnight."""
    leaving = [t for (_, _, service), times in starts.items() for t in times]
    assert not [t for t in leaving if 21 * 3600 <= t < 22 * 3600]
    night = {route for (route, _, _), times in starts.items() if times[-1] >= 22 * 3600}
    assert night == {"RA", "RB", "R1", "R2"}
    assert max(leaving) >= 24 * 3600


def test_holidays_saturdays_and_sundays_have_less(starts: dict) -> None:
    trips = defaultdict(int)
    lines = defaultdict(set)
    for (route, _, service), times in starts.items():
        trips[service] += len(times)
        lines[service].add(route)
    assert trips["SEM"] > 1.2 * trips["VAC"] > 1.2 * trips["DIM"]
    assert trips["SEM"] > trips["SAM"] > 2 * trips["DIM"]
    assert len(lines["SEM"]) == 16
    assert len(lines["DIM"]) < 12


def test_one_service_a_day_for_two_years_but_on_may_day(city: Path) -> None:
    services = read_feed(city / "feed.zip", name="demo").services
    day, last = services.covered()
    while day <= last:
        running = int(services.active_on(day).sum())
        assert running == (0 if (day.month, day.day) == (5, 1) else 1), day
        day += timedelta(days=1)


def test_every_stop_stands_by_a_walkable_street(feed: Feed, city: Path) -> None:
    graph, _ = read_street_graph(city / "streets.osm.pbf")
    quays = [row for row in feed["stops"] if row["location_type"] == "0"]
    lat, lon = ([float(row[f"stop_{axis}"]) for row in quays] for axis in ("lat", "lon"))
    links = link_points(EdgeIndex.build(graph), lat, lon)
    assert links.linked.all()
    assert np.max(links.link_m) < 50


def test_stops_keep_to_their_side_and_hubs_have_a_station(feed: Feed) -> None:
    by_name = defaultdict(list)
    for row in feed["stops"]:
        by_name[row["stop_name"]].append(row)
    assert len(by_name) > 180
    assert {row["location_type"] for row in by_name["Hôtel de Ville"]} == {"0", "1"}
    quays = [row for row in by_name["Hôtel de Ville"] if row["location_type"] == "0"]
    assert len({(row["stop_lat"], row["stop_lon"]) for row in quays}) == len(quays) >= 4
    assert {row["wheelchair_boarding"] for row in feed["stops"]} == {"", "1", "2"}
    assert {row["wheelchair_accessible"] for row in feed["trips"]} == {"1", "2"}


def test_stops_lie_on_their_shape(feed: Feed) -> None:
    shapes = defaultdict(list)
    for row in feed["shapes"]:
        shapes[row["shape_id"]].append((float(row["shape_pt_lat"]), float(row["shape_pt_lon"])))
    stops = {r["stop_id"]: (float(r["stop_lat"]), float(r["stop_lon"])) for r in feed["stops"]}
    shape_of = {row["trip_id"]: row["shape_id"] for row in feed["trips"]}
    scale = np.array([111_195.0, 76_200.0])
    lines = {key: LineString(np.array(points) * scale) for key, points in shapes.items()}
    pairs = {(shape_of[row["trip_id"]], row["stop_id"]) for row in feed["stop_times"]}
    for shape_id, stop in pairs:
        away = lines[shape_id].distance(Point(np.array(stops[stop]) * scale))
        assert away < 50, (shape_id, stop)
