"""What people say moves the quality: bounded, in the right direction, and little while few speak."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offers.quality import OfferContent, QualityScore, score_offer
from offers.quality_feedback import (
    FEWEST,
    NONE,
    PUPILS,
    SLOWEST_DAYS,
    Feedback,
    blended,
    content_of,
)
from offers.quality_parts import QualityPart

CONTENT = score_offer(OfferContent(description="Accueil, visite, puis ateliers avec l'équipe."))


def content(score: int) -> QualityScore:
    return QualityScore(score, (QualityPart("detail", "description claire", score, 100, ""),))


def opinion(count: int, mean: float) -> Feedback:
    return Feedback(pupils=count, pupil_total=count * mean)


@st.composite
def feedbacks(draw) -> Feedback:
    pupils, teachers, due = (draw(st.integers(0, 300)) for _ in range(3))
    answered = draw(st.integers(0, due))
    share = st.floats(0, 1)
    return Feedback(
        pupils=pupils,
        pupil_total=pupils * draw(share),
        teachers=teachers,
        teacher_total=teachers * draw(share),
        due=due,
        given=answered,
        days=answered * SLOWEST_DAYS * draw(share),
    )


scores = st.integers(0, 100)


def test_without_feedback_it_is_the_content():
    assert blended(CONTENT, NONE) == CONTENT


@given(scores, feedbacks())
def test_it_stays_between_0_and_100_and_is_the_sum_of_its_parts(score, told):
    quality = blended(content(score), told)
    assert 0 <= quality.score <= 100
    assert sum(part.points for part in quality.parts) == quality.score


@given(scores, feedbacks())
def test_the_content_is_found_again_in_what_was_stored(score, told):
    quality = blended(content(score), told)
    assert content_of(quality.score, quality.parts_json()) == content(score)
    assert blended(content_of(quality.score, quality.parts_json()), told) == quality


@given(scores, st.integers(1, 200), st.floats(0, 1), st.floats(0, 1))
def test_better_opinions_never_lower_it(score, count, one, other):
    low, high = sorted((one, other))
    worse, better = (blended(content(score), opinion(count, mean)) for mean in (low, high))
    assert worse.score <= better.score


@given(scores, st.integers(FEWEST, 200), st.floats(0, 1))
def test_one_more_delighted_pupil_never_lowers_it(score, count, mean):
    before = opinion(count, mean)
    after = Feedback(pupils=count + 1, pupil_total=before.pupil_total + 1)
    assert blended(content(score), before).score <= blended(content(score), after).score


@given(scores, scores, feedbacks())
def test_a_better_content_never_lowers_it(one, other, told):
    low, high = sorted((one, other))
    assert blended(content(low), told).score <= blended(content(high), told).score


@given(scores, st.floats(0, 1))
def test_few_answers_move_little_and_fewer_than_three_nothing(score, rating):
    assert abs(blended(content(score), opinion(FEWEST, rating)).score - score) <= 9
    for count in range(FEWEST):
        assert blended(content(score), opinion(count, rating)) == content(score)


@given(scores, st.integers(0, 50), st.integers(0, 50), st.integers(0, 20))
def test_answering_more_never_lowers_it(score, due, fewer, more):
    given_before = min(due, fewer)
    given_after = min(due, fewer + more)
    before = Feedback(due=due, given=given_before)
    after = Feedback(due=due, given=given_after)
    assert blended(content(score), before).score <= blended(content(score), after).score


@pytest.mark.parametrize(("count", "points"), [(3, 3), (8, 5), (80, 9), (100_000, 10)])
def test_many_kind_answers_come_near_to_the_most(count, points):
    # usual 0.75, weight 8, span 40: 40 * (0.25 * n / (8 + n)).
    quality = blended(content(60), opinion(count, 1.0))
    assert quality.score == 60 + points
    assert points <= PUPILS.most
    assert quality.parts[-1].label == f"Avis des élèves sur cette offre ({count})"


def test_unkind_answers_weigh_more_than_kind_ones():
    # 40 * (-0.75 * 8 / 16): most answers are kind, so these say more.
    assert blended(content(60), opinion(8, 0.0)).score == 45


def test_the_parts_are_told_in_french():
    told = Feedback(
        pupils=12, pupil_total=11, teachers=3, teacher_total=2, due=10, given=9, days=27
    )
    assert [part.label for part in blended(content(60), told).parts[1:]] == [
        "Avis des élèves sur cette offre (12)",
        "Avis des enseignants sur cette offre (3)",
        "Réponses aux candidatures (9 sur 10)",
        "Délai de réponse (3 jours)",
    ]
    same_day = blended(content(60), Feedback(due=1, given=1, days=0.2))
    assert same_day.parts[-1].label == "Délai de réponse (le jour même)"
