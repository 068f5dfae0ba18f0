"""Joining, filtering and ordering on arrays against the same said in plain Python."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_matching.matching.criteria import Filters, Sort
from geo_matching.matching.ranking import score_offers
from geo_matching.matching.selection import Beyond, college_offers, select
from geo_matching.matching.tables import hours_of_key, pair_key, whole_minutes, worst_day
from tests.matching.worlds import SECTORS, WEEKS, as_tables, minutes, random_world, worst

seeds = st.integers(0, 10_000)


def test_a_key_tells_its_hours_and_differs_for_every_triple():
    triples = [
        (site, start, end) for site in (1, 2, 9**9) for start in (0, 86_399) for end in (1, 86_400)
    ]
    keys = pair_key(*np.array(triples).T)
    assert len(set(keys.tolist())) == len(triples)
    assert [hours_of_key(key) for key in keys.tolist()] == [triple[1:] for triple in triples]


def test_minutes_are_rounded_up():
    assert whole_minutes(np.array([0, 1, 60, 61, 3600])).tolist() == [0, 1, 1, 2, 60]


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_an_offer_counts_as_its_worst_day(seed):
    plain, commutes = random_world(seed)
    table, rows = as_tables(plain, commutes)
    found = worst_day(table, rows)
    got = {
        int(table.offer_id[offer]): (hours_of_key(int(rows.key[row])), int(longest))
        for offer, row, longest in zip(found.offer, found.row, found.minutes, strict=True)
    }
    wanted = {offer.pk: worst(offer, commutes) for offer in plain}
    assert got == {pk: (w[0], minutes(w[1])) for pk, w in wanted.items() if w}


def test_no_commute_at_all_reaches_nothing():
    plain, _ = random_world(1)
    table, rows = as_tables(plain, {})
    assert worst_day(table, rows).offer.size == 0
    offers = college_offers(table, rows, "0380000X", in_priority_education=True, near_qpv=True)
    assert select(offers, Filters(max_minutes=45)).beyond is None


def naive_select(plain, commutes, filters, *, rep, qpv):
    """Return the ids that fit, best first, and the minutes of those that only the bound excludes."""
    fitting = []
    for offer in plain:
        day = worst(offer, commutes)
        if (
            day
            and (
                offer.audience == 0
                or (offer.audience == 1 and rep)
                or (offer.audience == 2 and qpv)
            )
            and offer.quality >= filters.min_quality
            and (not filters.sectors or offer.sector in filters.sectors)
            and (not filters.weeks or not offer.weeks or set(offer.weeks) & filters.weeks)
        ):
            fitting.append((offer, day[1]))
    near = [
        (o, f)
        for o, f in fitting
        if filters.max_minutes is None or minutes(f) <= filters.max_minutes
    ]
    further = [minutes(f) for o, f in fitting if (o, f) not in near]

    def key(item):
        offer, figures = item
        morning, evening, *_ = figures
        mean = (morning + evening + 1) // 2
        if filters.sort == Sort.COMMUTE:
            return minutes(figures), mean, -offer.quality, offer.pk
        if filters.sort == Sort.QUALITY:
            return -offer.quality, mean, offer.pk
        wished = np.array([offer.sector in filters.wishes]) if filters.wishes else None
        score = score_offers(np.array([mean]), np.array([offer.quality]), wished)[0]
        return -score, -offer.quality, offer.pk

    return [offer.pk for offer, _ in sorted(near, key=key)], further


@given(
    seeds,
    st.builds(
        Filters,
        max_minutes=st.none() | st.integers(1, 90),
        sectors=st.frozensets(st.sampled_from(SECTORS)),
        weeks=st.frozensets(st.sampled_from((*WEEKS, 203001))),
        min_quality=st.sampled_from((0, 50, 100)),
        wishes=st.frozensets(st.sampled_from((*SECTORS, "s50"))),
        sort=st.sampled_from(Sort.ALL),
    ),
    st.booleans(),
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_filters_and_orders_agree_with_plain_python(seed, filters, rep, qpv):
    plain, commutes = random_world(seed)
    table, rows = as_tables(plain, commutes)
    offers = college_offers(table, rows, "0380000X", in_priority_education=rep, near_qpv=qpv)
    selection = select(offers, filters)
    wanted, further = naive_select(plain, commutes, filters, rep=rep, qpv=qpv)
    assert table.offer_id[offers.offer[selection.positions]].tolist() == wanted
    if not further:
        assert selection.beyond is None
    else:
        assert selection.beyond.count == sum(m <= selection.beyond.minutes for m in further) > 0


@pytest.mark.parametrize(
    ("bound", "beyond"),
    [(20, Beyond(30, 1)), (31, Beyond(51, 1)), (45, Beyond(55, 1)), (50, None), (5, Beyond(25, 1))],
)
def test_just_beyond_looks_ten_minutes_further_until_something_is_there(bound, beyond):
    plain, commutes = random_world(3, offers=2, sites=2)
    plain[0].site, plain[1].site = 1, 2
    for offer in plain:
        offer.audience, offer.hours = 0, ((9 * 3600, 17 * 3600),)
    commutes = {
        (1, 9 * 3600, 17 * 3600): (25 * 60, 60, 1, 0),
        (2, 9 * 3600, 17 * 3600): (50 * 60, 60, 1, 0),
    }
    offers = college_offers(
        *as_tables(plain, commutes), "0380000X", in_priority_education=False, near_qpv=False
    )
    assert select(offers, Filters(max_minutes=bound)).beyond == beyond
