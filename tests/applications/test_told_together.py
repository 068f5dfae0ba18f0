"""Which answers are told: in threes, by group, never one stage alone."""

from hypothesis import given
from hypothesis import strategies as st

from geo_matching.applications.feedback.together import Answer, told_together
from offers.quality_feedback import FEWEST

answers = st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 6)), max_size=14).map(
    lambda drawn: [Answer(pk, group, stage) for pk, (group, stage) in enumerate(drawn)]
)


def told(*stages: int) -> list[int]:
    return sorted(told_together(Answer(pk, "", stage) for pk, stage in enumerate(stages)))


def test_three_at_once_then_three_more():
    assert [len(told(*range(n))) for n in range(8)] == [0, 0, 0, 3, 3, 3, 6, 6]


def test_several_who_speak_of_one_stage_wait_for_two_others():
    assert told(1, 1, 1) == []
    assert told(1, 1, 2, 2, 1, 3) == [0, 1, 2, 3, 4, 5]


def test_groups_wait_apart():
    drawn = [Answer(1, "a", 1), Answer(2, "b", 2), Answer(3, "a", 3), Answer(4, "a", 4)]
    assert told_together(drawn) == {1, 3, 4}


@given(answers)
def test_one_more_answer_tells_nothing_or_at_least_three_stages(drawn):
    before, after = told_together(drawn[:-1]), told_together(drawn)
    assert before <= after
    new = {answer.stage for answer in drawn if answer.pk in after - before}
    assert not new or len(new) >= FEWEST
