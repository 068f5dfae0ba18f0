"""What a list would change: added, moved, unchanged, absent, or too doubtful to guess."""

from geo_matching.schools.class_list_plan import Known, plan_import
from geo_matching.schools.sources.class_list import ClassList, Row


def listed(*texts: str) -> ClassList:
    """ "MARTIN Léa 3A" is a pupil; the first one stands in line 2."""
    rows = [Row(line, *text.split()) for line, text in enumerate(texts, start=2)]
    return ClassList(tuple(rows), ())


def known(*texts: str) -> list[Known]:
    return [Known(pk, *text.split()) for pk, text in enumerate(texts, start=1)]


def said(plan) -> dict[str, list]:
    return {
        "added": [row.last_name for row in plan.added],
        "moved": [(move.pupil.student, move.class_name) for move in plan.moved],
        "unchanged": [one.student for one in plan.unchanged],
        "absent": [one.student for one in plan.absent],
        "left out": [(notice.row, notice.code) for notice in plan.notices],
    }


def plan(rows: ClassList, pupils: list[Known]):
    return plan_import(rows, pupils, {one.class_name for one in pupils})


def test_added_moved_unchanged_and_absent():
    found = plan(
        listed("MARTIN Léa 3A", "PETIT Ana 3B", "ROUX Tom 3A"),
        known("Martin Lea 3eA", "PETIT Ana 3A", "BLANC Eve 3A", "NOIR Ali 3C"),
    )
    assert said(found) == {
        "added": ["ROUX"],
        "moved": [(2, "3B")],
        "unchanged": [1],
        # 3C is not on the list: nothing is said of its pupils.
        "absent": [3],
        "left out": [],
    }
    assert found.new_classes == ("3B",)


def test_two_pupils_of_one_name_are_told_apart_by_their_class():
    both = known("MARTIN Léa 3A", "MARTIN Léa 3B")
    assert said(plan(listed("MARTIN Léa 3B", "MARTIN Léa 3A"), both))["unchanged"] == [2, 1]
    one_moved = said(plan(listed("MARTIN Léa 3A", "MARTIN Léa 3C"), both))
    assert (one_moved["unchanged"], one_moved["moved"]) == ([1], [(2, "3C")])


def test_a_name_that_would_have_to_be_guessed_is_left_out():
    both = known("MARTIN Léa 3A", "MARTIN Léa 3B")
    found = said(plan(listed("MARTIN Léa 3C"), both))
    assert found["left out"] == [(2, "same-name")]
    assert (found["added"], found["moved"]) == ([], [])
    new = said(plan(listed("MARTIN Léa 3A", "ROUX Tom 3A", "MARTIN Léa 3B"), []))
    assert (new["added"], new["left out"]) == (["ROUX"], [(2, "same-name"), (4, "same-name")])


def test_the_digest_follows_what_would_be_done_and_not_the_order_of_lines():
    one = plan(listed("MARTIN Léa 3A", "ROUX Tom 3A"), [])
    assert one.digest == plan(listed("ROUX Tom 3A", "MARTIN Léa 3A"), []).digest
    assert one.digest != plan(listed("ROUX Tom 3A"), []).digest
    assert one.digest != plan(listed("MARTIN Léa 3B", "ROUX Tom 3A"), []).digest
