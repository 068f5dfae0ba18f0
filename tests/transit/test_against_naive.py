"""The engine and its plain-Python witness agree on random networks, row by row."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from tests.transit.naive import NaiveLimits
from tests.transit.random_city import POINTS, City, cities, limits, moments
from tests.transit.toy_engine import Question
from tests.transit.toy_world import World

PERCENTILES = (1, 25, 50, 75, 100)
QUICK = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
LONG = settings(QUICK, max_examples=2000, derandomize=False)
PAIRS = [(start, end) for start in POINTS for end in POINTS]


def arrive_by_agrees(city: City, folder: Path, asked: NaiveLimits, latest: int) -> None:
    world = World(city.text, folder, allow_on_demand=city.allow_on_demand)
    points = [world.points[name] for name in POINTS]
    question = Question(("A", "A"), arrive_by_s=latest, limits=asked)
    found = world.engine.arrive_by_rows(question, points, points)
    for start, end in PAIRS:
        note(f"{start} -> {end}")
        question = Question((start, end), arrive_by_s=latest, limits=asked)
        expected = world.reference(question)
        assert found[POINTS.index(start)][POINTS.index(end)] == expected.numbers
        world.check_rows(question, expected)


def depart_after_agrees(city: City, folder: Path, asked: NaiveLimits, leave: int) -> None:
    world = World(city.text, folder, allow_on_demand=city.allow_on_demand)
    for start, end in PAIRS:
        note(f"{start} -> {end}")
        question = Question((start, end), depart_s=leave, limits=asked)
        world.check_rows(question, world.reference(question))


def window_agrees(city: City, folder: Path, asked: NaiveLimits, window: tuple[int, int]) -> None:
    leave, minutes = window
    world = World(city.text, folder, allow_on_demand=city.allow_on_demand)
    points = [world.points[name] for name in POINTS]
    question = Question(("A", "A"), depart_s=leave, limits=asked)
    found = world.engine.window_rows(question, (minutes, PERCENTILES), points, points)
    for start, end in PAIRS:
        expected = world.reference_window(
            Question((start, end), depart_s=leave, limits=asked), (minutes, PERCENTILES)
        )
        note(f"{start} -> {end}")
        assert found[POINTS.index(start)][POINTS.index(end)] == expected


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("random")


@QUICK
@given(st.data())
def test_arrive_by(folder, data):
    city = data.draw(cities())
    note(city.text)
    arrive_by_agrees(city, folder, data.draw(limits()), data.draw(moments(city, late=True)))


@QUICK
@given(st.data())
def test_depart_after(folder, data):
    city = data.draw(cities())
    note(city.text)
    depart_after_agrees(city, folder, data.draw(limits()), data.draw(moments(city)))


@QUICK
@given(st.data())
def test_departure_window(folder, data):
    city = data.draw(cities())
    note(city.text)
    window = data.draw(moments(city)), data.draw(st.sampled_from((1, 7, 20)))
    window_agrees(city, folder, data.draw(limits()), window)


@pytest.mark.slow
@LONG
@given(st.data())
def test_thousands_of_cities(folder, data):
    city = data.draw(cities())
    note(city.text)
    asked, moment = data.draw(limits()), data.draw(moments(city))
    arrive_by_agrees(city, folder, asked, data.draw(moments(city, late=True)))
    depart_after_agrees(city, folder, asked, moment)
    window_agrees(city, folder, asked, (moment, 12))
