"""Offers kept for chosen collèges: nobody else is shown them, nor are their seats counted."""

import pytest

from geo_matching.matching.computing import compute_colleges
from geo_matching.matching.queries import Filters, find_offers_for, origin_of, seats_within
from offers.models import Audience
from tests.matching.toy_town import FOOT, offer_at, toy_college

pytestmark = pytest.mark.django_db


def shown(college):
    page = find_offers_for(origin_of(college.uai), Filters())
    return {one.offer.pk for one in page.results}


def kept_for(*colleges, **fields):
    offer = offer_at(FOOT, audience=Audience.COLLEGES, **fields)
    offer.reserved_colleges.set(colleges)
    return offer


def test_an_offer_is_shown_to_the_colleges_it_names_only(college):
    neighbour, other = toy_college(), toy_college()
    for_all = offer_at(FOOT)
    for_two, for_none = kept_for(college, neighbour), kept_for()
    assert shown(college) == shown(neighbour) == {for_all.pk, for_two.pk}
    assert shown(other) == {for_all.pk}
    assert for_none.pk not in shown(college)


def test_names_count_only_where_the_offer_is_kept_for_them(college):
    other = toy_college()
    offer = offer_at(FOOT, audience=Audience.ALL)
    offer.reserved_colleges.set([college])
    assert shown(other) == {offer.pk}


def test_its_seats_count_for_the_colleges_it_names_only(college):
    other = toy_college()
    kept_for(college, capacity=3)
    list(compute_colleges([college, other]))
    code = college.commune.departement_id
    seats = {row.college.uai: row.seats for row in seats_within(code).colleges}
    assert seats == {college.uai: 3, other.uai: 0}
