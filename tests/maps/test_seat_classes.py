"""Five classes of seats for the préfecture's map."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.seat_classes import CLASSES, class_of, class_starts, roundest, seat_classes

SEATS = st.lists(st.integers(0, 5000), max_size=40)


def spread(group):
    mean = sum(group) / len(group)
    return sum((value - mean) ** 2 for value in group)


def cost(values, starts):
    groups = [[v for v in values if class_of(v, starts) == i] for i in range(len(starts))]
    return sum(spread(group) for group in groups if group)


def test_the_gap_between_badly_and_well_served_falls_between_two_classes():
    seats = [34, 55, 109, 459, 491, 518, 588, 620, 685, 750, 753, 792]
    classes = seat_classes(seats)
    assert (classes[0].label, classes[0].count) == ("0 à 399", 3)
    assert sum(one.count for one in classes) == len(seats)
    assert classes[-1].high is None


@pytest.mark.parametrize(
    ("above", "upto", "number"),
    [(109, 459, 400), (99, 100, 100), (518, 588, 580), (0, 7, 7), (6, 7, 7)],
)
def test_classes_begin_at_round_numbers(above, upto, number):
    assert roundest(above, upto) == number


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_round_start_parts_its_neighbours(above, more):
    assert above < roundest(above, above + more) <= above + more


@given(SEATS)
def test_every_number_has_a_class_and_classes_follow_each_other(seats):
    starts = class_starts(seats)
    assert starts[0] == 0
    assert all(a < b for a, b in itertools.pairwise(starts))
    assert len(starts) == max(1, min(CLASSES, len(set(seats))))
    found = seat_classes(seats)
    assert sum(one.count for one in found) == len(seats)
    assert all(one.count for one in found) or not seats


@given(st.lists(st.integers(0, 60), min_size=1, max_size=9))
def test_no_other_cut_is_closer_to_its_means(seats):
    values = sorted(seats)
    distinct = sorted(set(values))
    starts = class_starts(values)
    others = (
        [0, *cut] for cut in itertools.combinations(distinct[1:], min(CLASSES, len(distinct)) - 1)
    )
    best = min((cost(values, other) for other in others), default=0.0)
    assert cost(values, starts) == pytest.approx(best, abs=1e-6)


def test_nothing_known_is_one_empty_class():
    assert [(one.label, one.count) for one in seat_classes([])] == [("0 et plus", 0)]
