"""The score and its orders: what must hold for any weights, and that distance has no say."""

import inspect

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_matching.matching import ranking, selection
from geo_matching.matching.criteria import DEFAULT_WEIGHTS, Weights
from geo_matching.matching.ranking import (
    commute_utility,
    order_by_commute,
    order_by_quality,
    order_by_score,
    score_offers,
)

seconds = st.integers(0, 3 * 3600)
qualities = st.integers(0, 100)


def test_a_commute_is_worth_half_at_its_half_time_and_all_when_there_is_none():
    half = DEFAULT_WEIGHTS.half_commute_s
    worth = commute_utility(np.array([0, half, 1e9]))
    assert worth[0] == 1
    assert worth[1] == 0.5
    assert 0 < worth[2] < 1e-6


@given(seconds, seconds)
@settings(deadline=None)
def test_a_longer_commute_is_worth_less(one, other):
    worth = commute_utility(np.array([one, other]))
    assert (worth[0] > worth[1]) == (one < other)


@given(seconds, seconds, qualities, qualities, st.booleans())
@settings(deadline=None)
def test_faster_and_not_worse_never_ranks_lower(fast, slow, low, high, wished):
    fast, slow = sorted((fast, slow))
    low, high = sorted((low, high))
    score = score_offers(
        np.array([fast, slow]), np.array([high, low]), np.array([True, wished]), Weights()
    )
    assert score[0] >= score[1]
    assert (score >= 0).all()
    assert (score <= 1).all()


def test_a_wish_lifts_an_offer_and_absent_wishes_change_nothing():
    commute, quality = np.array([1200, 1200]), np.array([50, 50])
    plain = score_offers(commute, quality)
    wished = score_offers(commute, quality, np.array([True, False]))
    assert plain[0] == plain[1]
    assert wished[0] > wished[1]
    assert np.array_equal(
        np.argsort(score_offers(np.array([600, 1800]), quality)),
        np.argsort(score_offers(np.array([600, 1800]), quality, np.array([False, False]))),
    )


def test_weights_say_how_much_quality_can_make_up_for():
    commute, quality = np.array([20 * 60, 35 * 60]), np.array([30, 90])
    assert np.argmax(score_offers(commute, quality)) == 1
    only_commute = Weights(commute=1, quality=0)
    assert np.argmax(score_offers(commute, quality, weights=only_commute)) == 0


def test_ties_fall_to_quality_then_to_the_smaller_id():
    ids, quality, minutes = np.array([9, 3, 5]), np.array([40, 40, 70]), np.full(3, 10)
    assert order_by_score(np.array([0.5, 0.5, 0.5]), quality, ids).tolist() == [2, 1, 0]
    assert order_by_commute(minutes, np.full(3, 600), quality, ids).tolist() == [2, 1, 0]
    assert order_by_commute(minutes, np.array([3, 1, 2]), quality, ids).tolist() == [1, 2, 0]
    assert order_by_quality(np.array([600, 600, 60]), np.array([7, 7, 7]), ids).tolist() == [
        2,
        1,
        0,
    ]


def test_nothing_that_ranks_can_see_where_an_offer_is():
    for function in (score_offers, order_by_score, order_by_commute, order_by_quality):
        names = set(inspect.signature(function).parameters)
        assert names <= {
            "minutes",
            "commute_s",
            "quality",
            "wished",
            "weights",
            "score",
            "offer_id",
        }
    for module in (ranking, selection):
        source = inspect.getsource(module)
        assert "longitude" not in source
        assert "latitude" not in source
