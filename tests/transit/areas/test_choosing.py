"""Feeds side by side: old and new, twins, aggregates, expired ones; what is kept and what is said."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from transit.areas.choosing import Candidate, choose
from transit.areas.facts import FeedFacts, load_facts, shared

TODAY = dt.date(2026, 11, 26)
FROM, UNTIL = dt.date(2026, 11, 2), dt.date(2026, 12, 27)
DEGREE_M = 111_195


def facts(stops, routes, first=FROM, last=UNTIL, trips=100):
    """A feed whose stops lie every so many metres on a line; it runs every day."""
    lat = 45.0 + np.asarray(stops, np.float64) / DEGREE_M
    days = (last - first).days + 1
    return FeedFacts(
        lat=lat,
        lon=np.full(lat.size, 5.0),
        routes=frozenset(routes.split()),
        first_day=first,
        trips=np.full(days, trips),
    )


def candidate(key, *args, dataset="", aggregate=False, **kwargs):
    return Candidate(key, dataset or key, f"Réseau {key}", aggregate, facts(*args, **kwargs))


def outcome(*candidates, box=None, today=TODAY):
    choice = choose(candidates, today, box)
    return list(choice.kept), {key: code for key, (code, _) in choice.left.items()}


TOWN = range(0, 10_000, 500)
ELSEWHERE = range(200_000, 210_000, 500)


def test_feeds_of_different_places_are_all_kept():
    both = candidate("a", TOWN, "1|3 2|3"), candidate("b", ELSEWHERE, "1|3 2|3")
    assert outcome(*both) == (["a", "b"], {})


def test_other_lines_at_the_same_stops_are_another_network():
    assert outcome(candidate("a", TOWN, "1|3"), candidate("b", TOWN, "x|3")) == (["a", "b"], {})


def test_of_a_network_alone_and_inside_an_aggregate_the_larger_is_kept_and_named():
    alone = candidate("alone", TOWN, "1|3 2|3")
    moved = [metres + 20 for metres in TOWN]  # twenty metres off, as another producer draws it
    region = candidate("region", [*moved, *ELSEWHERE], "1|3 2|3 9|2", aggregate=True)
    choice = choose([alone, region], TODAY, None)
    assert choice.kept == ("region",)
    code, message = choice.left["alone"]
    assert code == "duplicate"
    assert "100% of its stops and lines are in Réseau region, region" in message


def test_of_equal_twins_the_network_own_feed_is_kept():
    own, copy = candidate("own", TOWN, "1|3"), candidate("zcopy", TOWN, "1|3", aggregate=True)
    assert outcome(own, copy) == (["own"], {"zcopy": "duplicate"})


def test_four_fifths_are_not_yet_the_same():
    a, b = facts(range(10), "1 2 3 4 5"), facts(range(10), "1 2 3 4 6")
    assert shared(a, b) == pytest.approx(0.8)
    five = candidate("a", TOWN, "1 2 3 4 5"), candidate("b", TOWN, "1 2 3 4 6")
    assert outcome(*five) == (["a", "b"], {})


def test_an_ended_feed_is_left_out_beside_a_current_one():
    ended = candidate("old", ELSEWHERE, "1|3", last=dt.date(2026, 11, 25))
    assert outcome(ended, candidate("new", TOWN, "1|3")) == (["new"], {"old": "expired"})


def test_when_all_have_ended_the_last_to_end_and_its_companions_are_kept():
    spring = (dt.date(2023, 4, 10), dt.date(2023, 6, 4))
    city = candidate("city", TOWN, "1|3", first=spring[0], last=spring[1])
    coach = candidate("coach", ELSEWHERE, "2|3", first=spring[0], last=dt.date(2023, 5, 28))
    older = candidate(
        "older", ELSEWHERE, "3|3", first=dt.date(2022, 1, 3), last=spring[0] - dt.timedelta(1)
    )
    choice = choose([city, coach, older], TODAY, None)
    assert choice.kept == ("city", "coach")
    assert choice.left["older"][0] == "expired"
    assert choice.old
    assert choice.day in city.facts.levels
    assert choice.expires_on == dt.date(2023, 5, 29)


def test_old_and_new_of_one_dataset_follow_each_other():
    until = dt.date(2026, 12, 6)
    old = candidate("old", TOWN, "1|3", dataset="tag", last=until)
    new = candidate(
        "new", TOWN, "1|3", dataset="tag", first=until + dt.timedelta(1), last=dt.date(2027, 3, 1)
    )
    choice = choose([old, new], TODAY, None)
    assert choice.kept == ("new", "old")
    assert choice.expires_on == dt.date(2027, 3, 2)


def test_a_file_for_next_month_waits_while_the_present_one_overlaps_it():
    now = candidate("now", TOWN, "1|3", dataset="tag")
    soon = candidate(
        "soon",
        TOWN,
        "1|3",
        dataset="tag",
        first=dt.date(2026, 12, 14),
        last=dt.date(2027, 6, 30),
    )
    assert outcome(now, soon) == (["now"], {"soon": "duplicate"})
    assert outcome(now, soon, today=dt.date(2026, 12, 14)) == (["soon"], {"now": "duplicate"})


def test_a_service_that_runs_for_ever_hides_neither_the_end_nor_the_school_day():
    """City buses until 27 December, with two weeks of holidays; ten trips a day until 2099."""
    city = candidate("city", TOWN, "1|3", trips=500)
    holidays = (dt.date(2026, 12, 7) - FROM).days
    city.facts.trips[holidays : holidays + 14] = 430
    ferry = candidate("ferry", ELSEWHERE, "9|4", last=dt.date(2099, 12, 31), trips=10)
    choice = choose([city, ferry], TODAY, None)
    assert choice.kept == ("city", "ferry")
    assert choice.day == dt.date(2026, 12, 1)
    assert choice.expires_on == UNTIL + dt.timedelta(1)
    # The same inside one feed.
    trips = np.full((dt.date(2099, 12, 31) - FROM).days, 10)
    trips[: (UNTIL - FROM).days + 1] = 500
    both = Candidate("both", "both", "Réseau", False, replace(city.facts, trips=trips))
    assert choose([both], TODAY, None).expires_on == UNTIL + dt.timedelta(1)


def test_a_feed_that_does_not_run_on_the_day_is_left_out():
    winter = candidate("ski", ELSEWHERE, "1|3", first=dt.date(2026, 12, 19))
    assert outcome(candidate("town", TOWN, "1|3"), winter) == (
        ["town"],
        {"ski": "no_service_on_the_day"},
    )


def test_a_feed_without_a_stop_in_the_area_is_left_out():
    box = (4.9, 44.9, 5.1, 45.2)
    both = candidate("town", TOWN, "1|3"), candidate("far", ELSEWHERE, "1|3")
    assert outcome(*both, box=box) == (["town"], {"far": "outside"})


def test_nothing_to_choose_from_is_no_network():
    assert choose([], TODAY, None) == choose([], TODAY, (0, 0, 1, 1))
    assert choose([], TODAY, None).day is None


def test_kept_facts_are_read_back_as_they_were(tmp_path):
    before = facts(TOWN, "1|3 c1|0")
    before.save(tmp_path / "facts.npz")
    after = load_facts(tmp_path / "facts.npz")
    assert after.routes == before.routes
    assert after.levels == before.levels
    assert after.covered == (FROM, UNTIL)
    assert load_facts(tmp_path / "none.npz") is None
