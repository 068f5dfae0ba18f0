"""What must hold of any network, whatever the numbers are; asked of the engine alone."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from tests.transit.naive import NaiveLimits
from tests.transit.random_city import POINTS, City, cities, limits, moments
from tests.transit.toy import Toy, clock, parse_toy, seconds_of
from tests.transit.toy_engine import Question, ToyEngine

FEW = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
NEVER = 10**9
HOUR = 3600
# Long enough for every answer of a day, so that no limit cuts one side of a comparison.
NO_HURRY = 2880
PAIRS = [(start, end) for start in POINTS for end in POINTS if start != end]


class Asked:
    """The engine on a toy, asked for every pair of its points."""

    def __init__(self, toy: Toy, folder, number: int = 0, **options: bool) -> None:
        folder = folder / str(number)
        folder.mkdir(exist_ok=True)
        self.points = toy.points
        self.engine = ToyEngine(toy.write(folder), None, folder / "network", **options)

    def arrivals(self, leave: int, asked: NaiveLimits) -> list[int]:
        """Seconds of arrival of each pair; NEVER where unreached."""
        return [row[0] for row in self.departs(leave, asked)]

    def departs(self, leave: int, asked: NaiveLimits) -> list[tuple[int, int, int]]:
        """(arrival, rides, walk_s) of each pair when leaving then."""
        found = []
        for ends in PAIRS:
            question = Question(ends, depart_s=leave, limits=asked)
            journey = self.engine.journey(question, self.points)
            ok = journey.status == "ok"
            found.append((journey.arrival if ok else NEVER, journey.rides, journey.walk_s))
        return found

    def arrives(self, latest: int, asked: NaiveLimits) -> list[tuple]:
        """Rows of the table of each pair that has to be there by then."""
        question = Question(("A", "A"), arrive_by_s=latest, limits=asked)
        points = [self.points[name] for name in POINTS]
        rows = self.engine.arrive_by_rows(question, points, points)
        return [rows[POINTS.index(start)][POINTS.index(end)] for start, end in PAIRS]


@pytest.fixture(scope="module")
def ask(tmp_path_factory) -> Callable[..., Asked]:
    folder = tmp_path_factory.mktemp("properties")
    return lambda toy, number=0, **options: Asked(toy, folder, number, **options)


def drawn(data) -> tuple[City, NaiveLimits]:
    city = data.draw(cities())
    note(city.text)
    return city, replace(data.draw(limits()), max_minutes=NO_HURRY)


@FEW
@given(st.data())
def test_leaving_later_never_arrives_earlier(ask, data):
    city, asked = drawn(data)
    engine = ask(parse_toy(city.text))
    leave, later = data.draw(moments(city)), data.draw(st.integers(1, 1200))
    sooner_arrivals = engine.arrivals(leave, asked)
    for sooner, late in zip(sooner_arrivals, engine.arrivals(leave + later, asked), strict=True):
        assert late >= sooner


@FEW
@given(st.data())
def test_more_freedom_is_never_slower(ask, data):
    city, asked = drawn(data)
    engine = ask(parse_toy(city.text))
    leave, latest = data.draw(moments(city)), data.draw(moments(city, late=True))
    freer = data.draw(
        st.sampled_from(
            [
                {"max_rides": asked.max_rides + 1},
                {"max_walk_s": asked.max_walk_s + 500},
                {"max_transfer_walk_s": asked.max_transfer_walk_s + 500},
                {"max_direct_walk_s": asked.max_direct_walk_s + 1500},
                {"min_board_wait_s": max(0, asked.min_board_wait_s - 60)},
            ]
        )
    )
    never_slower(engine, engine, (leave, latest), (asked, replace(asked, **freer)))


@FEW
@given(st.data())
def test_an_added_trip_is_never_slower(ask, data):
    city, asked = drawn(data)
    start = clock(city.busy_s + data.draw(st.integers(0, 3000)))
    end = clock(seconds_of(start) + data.draw(st.integers(0, 600)))
    more = f"{city.text}\nline EXTRA S0 S3\n  trip {start} {end}"
    engines = ask(parse_toy(city.text)), ask(parse_toy(more), 1)
    times = data.draw(moments(city)), data.draw(moments(city, late=True))
    never_slower(*engines, times, (asked, asked))


def never_slower(
    plain: Asked, freer: Asked, times: tuple[int, int], asked: tuple[NaiveLimits, NaiveLimits]
) -> None:
    leave, latest = times
    before, after = plain.arrivals(leave, asked[0]), freer.arrivals(leave, asked[1])
    assert all(new <= old for old, new in zip(before, after, strict=True))
    before, after = plain.arrives(latest, asked[0]), freer.arrives(latest, asked[1])
    for old, new in zip(before, after, strict=True):
        assert old[0] == "unreached" or new[1] >= old[1]


@FEW
@given(st.data())
def test_percentiles_rise(ask, data):
    city, asked = drawn(data)
    engine = ask(parse_toy(city.text))
    question = Question(("A", "A"), depart_s=data.draw(moments(city)), limits=asked)
    points = [engine.points[name] for name in POINTS]
    wanted = (1, 5, 25, 50, 75, 95, 100)
    for row in engine.engine.window_rows(question, (30, wanted), points, points):
        for _, figures in row:
            seconds = [NEVER if figure is None else figure for figure in figures]
            assert seconds == sorted(seconds)


@FEW
@given(st.data())
def test_arrive_by_and_depart_after_agree(ask, data):
    city, asked = drawn(data)
    engine = ask(parse_toy(city.text))
    latest = data.draw(moments(city, late=True))
    for number, row in enumerate(engine.arrives(latest, asked)):
        status, departure, arrival, _, *rest = row
        if status == "unreached":
            continue
        same = engine.departs(departure, asked)[number]
        assert same == (arrival, *rest)
        assert arrival <= latest
        assert engine.arrivals(departure + 1, asked)[number] > latest


def whole_and_split(text: str) -> tuple[str, str]:
    """The first feed of a city without rows of transfers, and its lines shared out to two feeds.

    Both halves have all the stops; a block is kept where one line alone has it.
    """
    stops, lines = [], []
    for row in text.split("feed region", maxsplit=1)[0].splitlines():
        if row.startswith(("stop", "station")):
            stops.append(row)
        elif row.startswith("line"):
            lines.append([row])
        elif row.startswith("  trip"):
            lines[-1].append(row if len(lines) == 1 else row.replace("block=b", ""))
    lines.append(["line SURE S0 S1", "  trip on=today 03:00 03:10"])
    points = [row for row in text.splitlines() if row.startswith("point")]
    odd, even = (list(chain.from_iterable(lines[first::2])) for first in (1, 0))
    whole = [*stops, *chain.from_iterable(lines), *points]
    split = ["feed odd", *stops, *odd, "feed even", *stops, *even, *points]
    return "\n".join(whole), "\n".join(split)


@FEW
@given(st.data())
def test_a_feed_split_in_two_gives_the_same_answers(ask, data):
    city, asked = drawn(data)
    whole, split = whole_and_split(city.text)
    one, two = ask(parse_toy(whole)), ask(parse_toy(split), 1)
    leave, latest = data.draw(moments(city)), data.draw(moments(city, late=True))
    assert one.departs(leave, asked) == two.departs(leave, asked)
    assert one.arrives(latest, asked) == two.arrives(latest, asked)


@FEW
@given(st.data())
def test_a_shifted_feed_gives_shifted_answers(ask, data):
    city, asked = drawn(data)
    asked = replace(asked, max_minutes=180)
    if city.busy_s > 12 * HOUR:  # no trip of a shifted evening may pass midnight
        return
    shift = data.draw(st.integers(-2 * HOUR, 4 * HOUR))
    moved = re.sub(
        r"\d\d:\d\d(:\d\d)?", lambda found: clock(seconds_of(found[0]) + shift), city.text
    )
    here, there = ask(parse_toy(city.text)), ask(parse_toy(moved), 1)
    leave, latest = data.draw(moments(city)), data.draw(moments(city, late=True))
    for old, new in zip(
        here.departs(leave, asked), there.departs(leave + shift, asked), strict=True
    ):
        assert new == (old[0] + shift if old[0] < NEVER else NEVER, *old[1:])
    for old, new in zip(
        here.arrives(latest, asked), there.arrives(latest + shift, asked), strict=True
    ):
        expected = [old[1] + shift, old[2] + shift] if old[0] == "ok" else [None, None]
        assert new == (old[0], *expected, *old[3:])
