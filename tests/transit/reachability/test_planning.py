"""A journey is looked for over a short time first; how short changes nothing but the work."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.transit.random_city import cities, limits, moments
from tests.transit.toy import parse_toy
from tests.transit.toy_engine import Question, ToyEngine
from transit.network import street_walks
from transit.reachability import planning

LONG_WAY = """
point A 0 0
point B 90000 0
stop S1 60 0
stop S2 30000 0
stop S3 60000 0
stop S4 89940 0
line L1 S1    S2
  trip  08:05 08:30
line L2 S2    S3
  trip  08:35 09:00
line L3 S3    S4
  trip  09:05 09:25
"""


def test_each_look_is_half_as_long_again_and_the_last_is_whole():
    assert list(planning.looks(5400)) == [1800, 2700, 4050, 5400]
    assert list(planning.looks(1800)) == [1800]
    assert list(planning.looks(0)) == [0]


@pytest.mark.parametrize("first_look_s", [60, 1800, 86_400])
def test_journeys_longer_than_the_first_look(world, monkeypatch, first_look_s):
    monkeypatch.setattr(planning, "FIRST_LOOK_S", first_look_s)
    town = world(LONG_WAY)
    rides = "S1 08:05 =L1=> S2 08:30/08:35 =L2=> S3 09:00/09:05 =L3=> S4 09:25 ~walk 60s~ B 09:26"
    town.check("A -> B", f"A 08:00 ~walk 60s~ {rides}", depart="08:00")
    town.check("A -> B", f"A 08:03 ~walk 60s~ {rides}", arrive="09:30")
    town.check("A -> B", "unreached", arrive="09:25:59")


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def test_any_first_look_finds_the_same(tmp_path_factory, data):
    city = data.draw(cities())
    folder = tmp_path_factory.mktemp("looks")
    toy = parse_toy(city.text)
    engine = ToyEngine(toy.write(folder), None, folder / "network")
    asked, moment = data.draw(limits()), data.draw(moments(city))
    questions = [
        Question(("A", "B"), depart_s=moment, limits=asked),
        Question(("A", "B"), arrive_by_s=moment + 3600, limits=asked),
    ]
    found = []
    for first_look_s in (60, 400, 10**6):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(planning, "FIRST_LOOK_S", first_look_s)
            found.append([engine.numbers(engine.journey(q, toy.points)) for q in questions])
    assert found[0] == found[1] == found[2]


def test_who_can_ride_nowhere_costs_no_scan(world, monkeypatch):
    town = world("point C 700000 0\n" + LONG_WAY)
    monkeypatch.setattr(planning, "scan", lambda *_: pytest.fail("a scan without a way to ride"))
    for route in ("A -> C", "C -> A"):
        question = Question(tuple(route.split(" -> ")), depart_s=8 * 3600)
        assert town.engine.line(question, town.points) == "unreached"


def test_stops_are_sorted_once_for_all_journeys(world, monkeypatch):
    town = world(LONG_WAY, streets="residential 0,0 60,0 30000,0 60000,0 89940,0 90000,0")
    sorted_now, sort = [], street_walks.index_targets

    def counted(*args, **more):
        sorted_now.append(len(args[1].edge))
        return sort(*args, **more)

    monkeypatch.setattr(street_walks, "index_targets", counted)
    for hour in (7, 8, 8):
        town.engine.journey(Question(("A", "B"), depart_s=hour * 3600), town.points)
    assert sorted_now == [4]
