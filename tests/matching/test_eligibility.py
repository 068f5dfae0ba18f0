"""Hard filters, each on a handful of offers."""

import numpy as np
import pytest

from geo_matching.matching import eligibility

AUDIENCE = np.array([0, 1, 2, 3, 3], dtype=np.int8)  # all, rep, qpv, two for chosen collèges
NAMED = np.array([False, False, False, True, False])


@pytest.mark.parametrize(
    ("rep", "qpv", "kept"),
    [
        (False, False, [True, False, False, True, False]),
        (True, False, [True, True, False, True, False]),
        (False, True, [True, False, True, True, False]),
        (True, True, [True, True, True, True, False]),
    ],
)
def test_reserved_offers_are_for_the_schools_they_are_reserved_for(rep, qpv, kept):
    mask = eligibility.open_to(AUDIENCE, NAMED, in_priority_education=rep, near_qpv=qpv)
    assert mask.tolist() == kept
    assert eligibility.AUDIENCES == ("all", "rep", "qpv", "clg")


def test_a_name_opens_no_offer_that_is_kept_for_others():
    named = np.ones(5, dtype=bool)
    mask = eligibility.open_to(AUDIENCE, named, in_priority_education=False, near_qpv=False)
    assert mask.tolist() == [True, False, False, True, True]


def test_sectors_are_kept_by_code():
    sector, names = np.array([0, 1, 2, 1], dtype=np.int16), ("s1", "s12", "s33")
    assert eligibility.in_sectors(sector, names, {"s12", "s50"}).tolist() == [0, 1, 0, 1]
    assert not eligibility.in_sectors(sector, names, {"s50"}).any()
    assert eligibility.in_sectors(sector[:0], (), {"s50"}).size == 0


def test_an_offer_fits_in_one_of_the_weeks_and_one_without_weeks_in_all():
    known = (202647, 202648)
    in_week = np.array([[True, False], [False, True], [False, False], [True, True]])
    any_week = np.array([False, False, True, False])
    keep = eligibility.in_weeks
    assert keep(in_week, any_week, known, {202648}).tolist() == [False, True, True, True]
    assert keep(in_week, any_week, known, {202647, 202648}).all()
    assert keep(in_week, any_week, known, {203001}).tolist() == [False, False, True, False]
    assert keep(in_week[:, :0], any_week, (), {203001}).tolist() == [False, False, True, False]


def test_bounds_count_themselves():
    assert eligibility.at_least(np.array([49, 50, 51]), 50).tolist() == [False, True, True]
