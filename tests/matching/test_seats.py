"""Seats leave and come back at once, without any offer being read again."""

from io import StringIO

import numpy as np
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from geo_matching.applications.steps import seats_changed
from geo_matching.common.versions import bump, current
from geo_matching.matching.catalogue import offer_table
from geo_matching.matching.criteria import Filters
from geo_matching.matching.gaps import FreeSeats, seats_within
from geo_matching.matching.queries import find_all_for, find_offers_for, origin_of
from geo_matching.matching.seats import seats_left
from offers.coming import coming_week
from offers.models import Offer
from tests.matching.group_hosts import hosts_for_group
from tests.matching.toy_town import FAR, FOOT, NEAR, offer_at
from tests.offers.factories import SOON, make_offer

pytestmark = pytest.mark.django_db
WEEK = SOON


def take(offer, seats: int) -> None:
    Offer.objects.filter(pk=offer.pk).update(seats_taken=seats)
    seats_changed()


def ids(college) -> set[int]:
    return {ranked.offer.pk for ranked in find_offers_for(college, Filters()).results}


def test_a_full_offer_leaves_and_comes_back(college):
    one, two = offer_at(FOOT, capacity=2), offer_at(FAR, capacity=1)
    assert ids(college) == {one.pk, two.pk}
    take(two, 1)
    assert ids(college) == {one.pk}
    page = find_offers_for(college, Filters(max_minutes=15))
    assert (page.count, page.beyond) == (1, None)
    _, selection = find_all_for(origin_of(college.uai), Filters())
    assert selection.positions.size == 1
    take(two, 0)
    assert ids(college) == {one.pk, two.pk}


def test_an_acceptance_has_only_what_is_taken_read_again(college):
    one = offer_at(FOOT, capacity=2)
    offer_at(FAR)
    ids(college)
    take(one, 1)
    with CaptureQueriesContext(connection) as captured:
        ids(college)
    # The origin, the seats, the rows to show.
    assert len(captured) == 3
    (seats,) = [q["sql"] for q in captured if "seats_taken > 0" in q["sql"]]
    assert "description" not in seats
    with CaptureQueriesContext(connection) as captured:
        ids(college)
    assert len(captured) == 2


def test_what_is_left_is_what_is_left(college):
    offers = [offer_at(east, capacity=4) for east in (FOOT, FAR, NEAR)]
    for offer, taken in zip(offers, (4, 0, 3), strict=True):
        take(offer, taken)
    offer_at(FOOT, capacity=9, seats_taken=9, published_at=None)
    left = seats_left(offer_table(current("ranking"), coming_week()), current("seats"))
    assert left.dtype == np.int32
    assert left.tolist() == [0, 4, 1]


def test_without_offers_there_are_no_seats(college):
    table = offer_table(current("ranking"), coming_week())
    assert seats_left(table, current("seats")).size == 0


def test_groups_and_territories_count_what_is_left(college):
    offer = offer_at(FOOT, capacity=6, weeks=[WEEK])
    (host,) = hosts_for_group(college, WEEK, 5, 45)
    assert host.places == 6
    take(offer, 2)
    assert hosts_for_group(college, WEEK, 5, 45) == []
    (host,) = hosts_for_group(college, WEEK, 4, 45)
    assert host.places == 4
    bump("ranking")
    (row,) = seats_within("38").colleges
    assert (row.seats, row.offers) == (4, 1)
    take(offer, 6)
    (row,) = seats_within("38").colleges
    assert (row.seats, row.offers) == (0, 0)


def test_what_a_territory_reaches_is_added_up_again_only_when_a_seat_goes(college, monkeypatch):
    offer = offer_at(FOOT, capacity=6, weeks=[WEEK])
    added, really = [], FreeSeats._sum

    def note(free, *asked):
        added.append(asked)
        return really(free, *asked)

    monkeypatch.setattr(FreeSeats, "_sum", note)
    call_command("compute_commutes", "--all", stdout=StringIO())
    for minutes in (45, 60, 45):
        assert [row.seats for row in seats_within("38", minutes).colleges] == [6]
    assert added == [((college.uai,), 45), ((college.uai,), 60)]
    take(offer, 2)
    assert [row.seats for row in seats_within("38").colleges] == [4]
    make_offer(offer.site, capacity=3, weeks=[WEEK])
    bump("ranking")
    assert [row.seats for row in seats_within("38").colleges] == [7]
    assert len(added) == 4
