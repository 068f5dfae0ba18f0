"""The invented metropolis: exact counts, the same bytes, a feed without a fault, bounded memory."""

import csv
import hashlib
import io
import math
import tracemalloc
import zipfile
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from transit import queries
from transit.gtfs.reader import read_feed
from transit.metropolis.feed_file import write_feed
from transit.metropolis.plan import BUS, RAIL, RING, plan_metropolis
from transit.metropolis.trips import SERVICES, series_of
from transit.network.builder import build_network


def generate(folder, stops=400, trips=3000, seed=7, **options):
    feed = folder / "feed.zip"
    arguments = {"stops": stops, "trips": trips, "seed": seed, "out": feed, **options}
    call_command("generate_feed", stdout=io.StringIO(), **arguments)
    return feed


def table(feed, name):
    with zipfile.ZipFile(feed) as archive, archive.open(name) as stream:
        return list(csv.DictReader(io.TextIOWrapper(stream, "utf-8")))


@pytest.mark.parametrize(("stops", "trips"), [(100, 600), (101, 1001), (777, 2000)])
def test_counts_are_exact_and_every_stop_is_served(tmp_path, stops, trips):
    feed = generate(tmp_path, stops, trips)
    boarding = {row["stop_id"] for row in table(feed, "stops.txt") if row["location_type"] == "0"}
    calls = table(feed, "stop_times.txt")
    assert len(boarding) == stops
    assert {row["stop_id"] for row in calls} == boarding
    assert len(table(feed, "trips.txt")) == trips
    assert min(Counter(row["trip_id"] for row in calls).values()) >= 3


def test_the_reader_finds_nothing_to_say(tmp_path):
    feed = read_feed(generate(tmp_path), name="metropolis")
    assert feed.notices == []
    assert len(feed.trips.ids) == 3000
    assert len(feed.shapes.ids) == 2 * len(feed.routes.ids)
    stations = feed.stops.location_type == 1
    in_station = feed.stops.parent >= 0
    assert stations.sum() > 10
    assert stations[feed.stops.parent[in_station]].all()
    assert in_station.sum() >= 2 * stations.sum()
    assert set(feed.routes.types) == {RAIL, RING, BUS}


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    def digest(name, seed):
        folder = tmp_path / name
        folder.mkdir()
        feed = generate(folder, seed=seed, osm=folder / "streets.osm.pbf")
        return [
            hashlib.sha256(path.read_bytes()).hexdigest()
            for path in (feed, folder / "streets.osm.pbf")
        ]

    assert digest("a", 7) == digest("b", 7)
    assert set(digest("c", 8)).isdisjoint(digest("d", 7))


def test_days_and_hours_are_those_of_a_city(tmp_path):
    feed = read_feed(generate(tmp_path), name="metropolis")
    runs = {
        name: int(feed.services.active_on(day)[feed.trips.service].sum())
        for name, day in (
            ("tuesday", date(2026, 3, 10)),
            ("saturday", date(2026, 3, 14)),
            ("sunday", date(2026, 3, 15)),
            ("christmas", date(2026, 12, 25)),
        )
    }
    assert runs["tuesday"] > runs["saturday"] > runs["sunday"] == runs["christmas"]
    assert runs["tuesday"] + runs["saturday"] + runs["sunday"] == 3000
    starts = feed.stop_times.departure[feed.trips.first_stop_time[:-1]] // 3600
    by_hour = Counter(starts.tolist())
    assert min(by_hour) >= 5
    assert max(by_hour) >= 24
    assert by_hour[8] > 1.5 * by_hour[12] > by_hour[23]


def test_frequent_lines_run_more_often_than_others():
    plan = plan_metropolis(2000, 3)
    trips = defaultdict(list)
    for some in series_of(plan, 20_000, 3):
        if some.service == SERVICES[0][0]:
            trips[some.line.route_type].append(len(some.departures_s))
            assert list(some.departures_s) == sorted(some.departures_s)
            assert all(a < b for a, b in pairwise(some.arrive_s))
    mean = {kind: sum(counts) / len(counts) for kind, counts in trips.items()}
    assert mean[RAIL] > 1.3 * mean[RING] > mean[BUS]


def test_the_metropolis_grows_with_its_stops():
    small, large = (plan_metropolis(stops, 1) for stops in (500, 8000))
    assert large.radius_m == pytest.approx(4 * small.radius_m)
    assert len(large.lines) > 10 * len(small.lines)
    rings = {line.number for line in large.lines if line.route_type == RING}
    assert len(rings) > 2
    far = max(math.hypot(stop.x_m, stop.y_m) for stop in large.stops)
    assert 0.8 * large.radius_m < far < 1.2 * large.radius_m


def test_one_can_walk_and_ride_through_it(tmp_path):
    streets = tmp_path / "streets.osm.pbf"
    feed = generate(tmp_path, osm=streets)
    folder = build_network([feed], streets, tmp_path / "network")
    network = queries.open_network(folder)
    counts = network.manifest["counts"]
    assert counts["stops"] == counts["stops_linked"] == 400
    west, south, east, north = queries.stop_bounds(network)
    middle = queries.Place((south + north) / 2, (west + east) / 2)
    # Both stops of the first line's ends lie far from the centre, on either side of it.
    stops = [row for row in table(feed, "stops.txt") if row["location_type"] == "0"]
    first = queries.Place(float(stops[0]["stop_lat"]), float(stops[0]["stop_lon"]))
    journey = queries.plan_journey(network, first, middle, date(2026, 3, 10), depart_s=8 * 3600)
    assert journey.status == "ok"
    assert journey.rides >= 1
    assert journey.travel_time_s < 3600


def test_memory_does_not_grow_with_the_trips(tmp_path):
    plan = plan_metropolis(300, 1)
    peaks = []
    for trips in (1_000, 4_000):
        tracemalloc.start()
        rows = write_feed(plan, trips, 1, tmp_path / "feed.zip")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert rows > 50_000
    # Four times the trips; the rows of one line in one direction are all that is held.
    assert peaks[1] < peaks[0] + 500_000


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"stops": 99}, "--stops must be at least 100, not 99"),
        ({"trips": 5}, "--trips must be at least .* lines, not 5"),
        ({"out": "missing/feed.zip"}, "missing/feed.zip: cannot be written: No such file"),
    ],
)
def test_bad_input_is_one_line_and_leaves_nothing(tmp_path, options, message):
    options = {**options, "out": tmp_path / options.get("out", "feed.zip")}
    with pytest.raises(CommandError, match=message) as error:
        generate(tmp_path, **options)
    assert error.value.returncode == 2
    assert "\n" not in str(error.value)
    assert list(tmp_path.iterdir()) == []
