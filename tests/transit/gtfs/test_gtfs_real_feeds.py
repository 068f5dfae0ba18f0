"""Real feeds, where STAGES_DATA names their folder: their known counts, and the naive reading."""

import subprocess
import sys
from datetime import date

import numpy as np
import pytest

from tests.transit.naive_feed import read_feed as read_naively
from transit.gtfs.reader import read_feed

GRENOBLE = "grenoble/gtfs_tag_2023.zip"
EPTC, TRENSURB = "porto_alegre/poa_eptc.zip", "porto_alegre/poa_trensurb.zip"
SAO_PAULO = "sao_paulo/spo.zip"


@pytest.fixture(scope="module")
def feed_of(stages_data):
    feeds = {}

    def feed(name):
        if name not in feeds:
            feeds[name] = read_feed(stages_data / name, name="real")
        return feeds[name]

    return feed


def trips_on(feed, day):
    return np.flatnonzero(feed.services.active_on(date.fromisoformat(day))[feed.trips.service])


def counts(feed):
    return (
        len(feed.stops.ids),
        len(feed.routes.ids),
        len(feed.trips.ids),
        len(feed.stop_times.stop),
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (GRENOBLE, (2_501, 55, 19_669, 447_215)),
        (EPTC, (3_986, 115, 2_374, 130_019)),
        (TRENSURB, (24, 2, 1_248, 14_855)),
    ],
)
def test_every_row_is_kept(feed_of, name, expected):
    assert counts(feed_of(name)) == expected


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        (GRENOBLE, "2023-05-01", 0),
        (GRENOBLE, "2023-05-02", 4_947),
        (GRENOBLE, "2023-05-06", 3_385),
        (GRENOBLE, "2023-05-07", 1_806),
        (EPTC, "2019-05-11", 0),
        (EPTC, "2019-05-13", 2_374),
        (TRENSURB, "2019-05-13", 529),
    ],
)
def test_trips_of_a_day(feed_of, name, day, expected):
    assert len(trips_on(feed_of(name), day)) == expected


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        (GRENOBLE, date(2023, 4, 10), date(2023, 6, 4)),
        (EPTC, date(2019, 4, 15), date(2019, 7, 15)),
        (TRENSURB, date(2019, 3, 1), date(2019, 12, 31)),
        (SAO_PAULO, date(2008, 1, 1), date(2020, 5, 1)),
    ],
)
def test_covered_days(feed_of, name, first, last):
    assert feed_of(name).services.covered() == (first, last)


def test_grenoble_in_detail(feed_of):
    feed = feed_of(GRENOBLE)
    assert int(feed.services.active.any(axis=0).sum()) == 55
    assert int((feed.stop_times.departure >= 86_400).sum()) == 5_503
    assert int(feed.stop_times.departure.max()) == 25 * 3600 + 47 * 60
    assert int(feed.stop_times.pickup.sum()) == 15_882
    assert np.bincount(feed.stops.wheelchair).tolist() == [0, 1_824, 677]
    assert len(feed.shapes.lat) == 59_560
    assert (feed.transfers, feed.notices, feed.timezone) == ([], [], "Europe/Paris")


def test_grenoble_with_on_demand(stages_data):
    feed = read_feed(stages_data / GRENOBLE, name="real", allow_on_demand=True)
    assert not feed.stop_times.pickup.any()


def test_sao_paulo_is_expanded(feed_of):
    feed = feed_of(SAO_PAULO)
    assert counts(feed)[:2] == (654, 19)
    assert feed.trips.from_frequency.all()
    assert len({trip_id.rsplit("@", 1)[0] for trip_id in feed.trips.ids}) == 36


@pytest.mark.parametrize(
    ("name", "day"),
    [(EPTC, "2019-05-13"), (TRENSURB, "2019-05-13"), (SAO_PAULO, "2019-05-13")],
)
def test_all_calls_of_a_day_agree_with_the_naive_reading(feed_of, stages_data, name, day):
    feed = feed_of(name)
    times, first = feed.stop_times, feed.trips.first_stop_time
    found = []
    for trip in trips_on(feed, day):
        calls = slice(first[trip], first[trip + 1])
        stops = [feed.stops.ids[stop] for stop in times.stop[calls]]
        columns = (times.arrival[calls], times.departure[calls])
        rules = (times.pickup[calls] == 0, times.drop_off[calls] == 0)
        rows = zip(stops, *(column.tolist() for column in columns + rules), strict=True)
        found.append(tuple(rows))
    runs = read_naively(stages_data / name, "").runs_of_service_day(date.fromisoformat(day))
    expected = [
        tuple((c.stop, c.arrival, c.departure, c.board, c.alight) for c in run.calls)
        for run in runs
    ]
    assert sorted(found) == sorted(expected)


def test_grenoble_reads_fast_and_small(stages_data):
    # The peak of the system's book: that of getrusage starts from the parent's.
    script = (
        "import sys, time; from pathlib import Path\n"
        "from transit.gtfs.reader import read_feed\n"
        "start = time.perf_counter(); read_feed(Path(sys.argv[1]), name='real')\n"
        "book = Path('/proc/self/status').read_text().split()\n"
        "kib = int(book[book.index('VmHWM:') + 1])\n"
        "print(time.perf_counter() - start, kib / 1024, 'django' in sys.modules)"
    )
    command = [sys.executable, "-c", script, str(stages_data / GRENOBLE)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert float(answer[0]) <= 4
    assert float(answer[1]) <= 400
    assert answer[2] == "False"
