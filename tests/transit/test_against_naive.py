"""The engine and its plain-Python witness agree on random networks, row by row."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from tests.transit.naive import NaiveLimits
from tests.transit.random_city import POINTS, City, cities, limits, moments, streets
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
LONG = settings(QUICK, max_examples=1000, derandomize=False)
PAIRS = [(start, end) for start in POINTS for end in POINTS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("random")


def arrive_by_agrees(world: World, asked: NaiveLimits, latest: int) -> None:
    points = [world.points[name] for name in POINTS]
    question = Question(("A", "A"), arrive_by_s=latest, limits=asked)
    found = world.engine.arrive_by_rows(question, points, points)
    for start, end in PAIRS:
        note(f"{start} -> {end}")
        question = Question((start, end), arrive_by_s=latest, limits=asked)
        expected = world.reference(question)
        assert found[POINTS.index(start)][POINTS.index(end)] == expected.numbers
        world.check_rows(question, expected)


def depart_after_agrees(world: World, asked: NaiveLimits, leave: int) -> None:
    for start, end in PAIRS:
        note(f"{start} -> {end}")
        question = Question((start, end), depart_s=leave, limits=asked)
        world.check_rows(question, world.reference(question))


def window_agrees(world: World, asked: NaiveLimits, window: tuple[int, int]) -> None:
    leave, minutes = window
    points = [world.points[name] for name in POINTS]
    question = Question(("A", "A"), depart_s=leave, limits=asked)
    found = world.engine.window_rows(question, (minutes, PERCENTILES), points, points)
    for start, end in PAIRS:
        expected = world.reference_window(
            Question((start, end), depart_s=leave, limits=asked), (minutes, PERCENTILES)
        )
        note(f"{start} -> {end}")
        assert found[POINTS.index(start)][POINTS.index(end)] == expected


def commutes_agree(world: World, asked: NaiveLimits, hours: tuple[int, int]) -> None:
    points = [world.points[name] for name in POINTS]
    for start in POINTS:
        question = Question((start, start), limits=asked)
        found = world.engine.commutes(question, world.points[start], points, [hours] * len(points))
        for end, row in zip(POINTS, found, strict=True):
            note(f"{start} -> {end}")
            assert row == world.reference_commute(replace(question, ends=(start, end)), hours)


def drawn(data, folder: Path, *, on_streets: bool = False) -> tuple[City, World, NaiveLimits]:
    city, ways = data.draw(cities()), data.draw(streets()) if on_streets else None
    note(f"{city.text}\n{ways}")
    world = World(city.text, folder, streets=ways, allow_on_demand=city.allow_on_demand)
    return city, world, data.draw(limits())


@QUICK
@given(st.data())
def test_arrive_by(folder, data):
    city, world, asked = drawn(data, folder)
    arrive_by_agrees(world, asked, data.draw(moments(city, late=True)))


@QUICK
@given(st.data())
def test_depart_after(folder, data):
    city, world, asked = drawn(data, folder)
    depart_after_agrees(world, asked, data.draw(moments(city)))


@QUICK
@given(st.data())
def test_departure_window(folder, data):
    city, world, asked = drawn(data, folder)
    window_agrees(world, asked, (data.draw(moments(city)), data.draw(st.sampled_from((1, 7, 20)))))


@QUICK
@given(st.data())
def test_commutes(folder, data):
    city, world, asked = drawn(data, folder)
    commutes_agree(world, asked, (data.draw(moments(city, late=True)), data.draw(moments(city))))


@settings(QUICK, max_examples=25)
@given(st.data())
def test_on_streets(folder, data):
    city, world, asked = drawn(data, folder, on_streets=True)
    arrive_by_agrees(world, asked, data.draw(moments(city, late=True)))
    depart_after_agrees(world, asked, data.draw(moments(city)))


@pytest.mark.slow
@pytest.mark.parametrize("on_streets", [False, True])
@LONG
@given(st.data())
def test_thousands_of_cities(folder, on_streets, data):
    city, world, asked = drawn(data, folder, on_streets=on_streets)
    leave, latest = data.draw(moments(city)), data.draw(moments(city, late=True))
    arrive_by_agrees(world, asked, latest)
    depart_after_agrees(world, asked, leave)
    window_agrees(world, asked, (leave, 12))
    commutes_agree(world, asked, (latest, leave))
