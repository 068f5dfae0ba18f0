import datetime as dt
from itertools import pairwise

import pytest

from geo_matching.common.weeks import monday_of
from geo_matching.schools.school_year import school_year_of, weeks_of_year, year_in_words


@pytest.mark.parametrize(
    ("day", "year"),
    [("2026-07-31", 2025), ("2026-08-01", 2026), ("2026-12-31", 2026), ("2027-06-30", 2026)],
)
def test_a_school_year_begins_when_its_lists_are_made(day, year):
    assert school_year_of(dt.date.fromisoformat(day)) == year


def test_the_weeks_of_a_year_follow_one_another_from_september_to_july():
    weeks = weeks_of_year(2026)
    mondays = [monday_of(week) for week in weeks]
    assert mondays[0] == dt.date(2026, 9, 7)
    assert mondays[-1] == dt.date(2027, 6, 28)
    assert {after - before for before, after in pairwise(mondays)} == {dt.timedelta(weeks=1)}
    # 2026 has a 53rd week.
    assert 202653 in weeks
    assert year_in_words(2026) == "2026-2027"


def test_a_year_that_begins_on_a_monday_begins_there():
    assert monday_of(weeks_of_year(2025)[0]) == dt.date(2025, 9, 1)
