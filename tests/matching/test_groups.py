"""Hosts that can take a whole group in one week."""

import pytest

from geo_matching.common.versions import bump
from tests.matching.group_hosts import hosts_for_group
from tests.matching.toy_town import (
    EIGHT_TO_FOUR,
    FAR,
    FOOT,
    NEAR,
    NINE_TO_FIVE,
    at,
    offer_at,
)
from tests.offers.factories import LATER, SOON, make_offer, make_site

pytestmark = pytest.mark.django_db
WEEK = SOON


def names(hosts) -> list[str]:
    return [host.host.name for host in hosts]


def test_only_hosts_with_room_that_week_and_near_enough_are_found(college):
    offer_at(FOOT, capacity=10, host_name="Assez")
    offer_at(FOOT, capacity=9, host_name="Trop petit")
    offer_at(FOOT, capacity=10, weeks=[LATER], host_name="Autre semaine")
    offer_at(FOOT, capacity=10, weeks=[], host_name="Toute l'année")
    offer_at(NEAR, capacity=50, host_name="Trop loin")
    offer_at(FAR, capacity=12, host_name="Loin mais vite")
    found = hosts_for_group(college, WEEK, 10, 45)
    assert sorted(names(found)) == ["Assez", "Loin mais vite", "Toute l'année"]
    assert names(found)[-1] == "Loin mais vite"
    assert names(hosts_for_group(college, WEEK, 10, 63))[-1] == "Trop loin"
    assert hosts_for_group(college, WEEK, 51, 90) == []


def test_offers_of_one_site_add_up_and_the_fewest_are_used(college):
    site = make_site(point=at(FOOT))
    small, large, middle = (
        make_offer(site, capacity=capacity, hours=(NINE_TO_FIVE,)) for capacity in (2, 6, 4)
    )
    make_offer(make_site(host=site.host, point=at(FAR)), capacity=5)
    (host,) = hosts_for_group(college, WEEK, 10, 45)
    assert [ranked.offer.pk for ranked in host.offers] == [large.pk, middle.pk]
    assert (host.places, host.site, host.host) == (10, site, site.host)
    (host,) = hosts_for_group(college, WEEK, 11, 45)
    assert [ranked.offer.pk for ranked in host.offers] == [large.pk, middle.pk, small.pk]
    assert hosts_for_group(college, WEEK, 13, 45) == []


def test_the_trip_of_the_group_is_that_of_the_offer_with_the_longest(college):
    site = make_site(point=at(FAR))
    make_offer(site, capacity=3, hours=(NINE_TO_FIVE,))
    make_offer(site, capacity=3, hours=(EIGHT_TO_FOUR,))
    (host,) = hosts_for_group(college, WEEK, 6, 80)
    assert (host.commute.morning, host.commute.evening) == (23, 77)
    assert host.commute.departure_s == 8 * 3600 - 1360
    assert host.commute.back_s == 17 * 3600 + 16 * 60 + 40
    # With one bound less, only one of the two offers is left, and not enough room.
    assert hosts_for_group(college, WEEK, 6, 76) == []


def test_a_group_costs_four_queries_once_the_college_is_in_memory(
    college, django_assert_num_queries
):
    for _ in range(3):
        offer_at(FOOT, capacity=10)
    bump("ranking")
    hosts_for_group(college, WEEK, 10, 45)
    # The origin, the offers' cards, the hosts of those that hold the group, their days.
    with django_assert_num_queries(4):
        assert len(hosts_for_group(college, WEEK, 10, 45)) == 3
