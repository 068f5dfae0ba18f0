"""Which network answers a collège: the newest active one that covers it, and a change is seen."""

import pytest
from django.contrib.gis.geos import Polygon

from geo_matching.matching.computing import builds_of
from geo_matching.matching.criteria import Filters
from geo_matching.matching.errors import NoTimetableError
from geo_matching.matching.models import ComputedCollege
from geo_matching.matching.queries import find_offers_for, origin_of
from tests.matching.toy_town import FOOT, offer_at
from transit.queries import open_network
from transit.registry import register

pytestmark = pytest.mark.django_db


def test_a_new_network_is_seen_without_a_new_version(college, build, toy_folder):
    offer_at(FOOT)
    assert find_offers_for(college, Filters()).count == 1
    build.active = False
    build.save()
    with pytest.raises(NoTimetableError):
        find_offers_for(college, Filters())
    other = register(open_network(toy_folder), "autre secteur")
    find_offers_for(college, Filters())
    assert ComputedCollege.objects.get().build_id == other.pk


def test_the_network_of_a_request_is_the_one_that_is_computed_on(college, build, toy_folder):
    def agreed() -> int:
        by_origin = origin_of(college.uai).build_pk
        assert builds_of([college]) == {college.uai: by_origin}
        return by_origin

    everywhere = register(open_network(toy_folder), "partout")
    everywhere.extent = None
    everywhere.save()
    newer = register(open_network(toy_folder), "plus récent")
    assert agreed() == newer.pk
    newer.extent = Polygon.from_bbox((0, 0, 1, 1))
    newer.save()
    assert agreed() == build.pk
    build.active = False
    build.save()
    assert agreed() == everywhere.pk
