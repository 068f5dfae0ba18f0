"""Isochrones of a collège: nested, kept, and made again when what they rest on changes."""

import pytest
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon

from geo_matching.matching import isochrones
from geo_matching.matching.errors import NoTimetableError
from geo_matching.matching.models import Isochrone
from geo_matching.matching.queries import isochrones_for, origin_of
from tests.matching.toy_town import at

pytestmark = pytest.mark.django_db
EIGHT = 8 * 3600


@pytest.fixture
def asked(monkeypatch) -> list[list[int]]:
    """Minutes that the engine was asked for, call by call."""
    calls = []
    real = isochrones.transit_queries.isochrones

    def counted(network, place, day, depart_s, minutes, *args):
        calls.append(list(minutes))
        return real(network, place, day, depart_s, minutes, *args)

    monkeypatch.setattr(isochrones.transit_queries, "isochrones", counted)
    return calls


def shape(band) -> GEOSGeometry:
    return GEOSGeometry(band.geojson, srid=4326)


def test_bands_hold_what_is_reached_in_time(college):
    bands = isochrones_for(origin_of(college.uai), [15, 90], EIGHT)
    assert [band.minutes for band in bands] == [15, 90]
    small, large = map(shape, bands)
    assert isinstance(small, MultiPolygon)
    assert (small.valid, large.valid) == (True, True)
    assert large.buffer(1e-9).covers(small)
    # 08:40 + 10 min = 08:50 at F: within 90 minutes of 8:00, not within 15.
    assert large.covers(at(15_000))
    assert not small.covers(at(15_000))
    assert small.covers(at(500))


def test_bands_are_computed_once_and_only_the_missing_ones(college, asked):
    origin = origin_of(college.uai)
    first = isochrones_for(origin, [30, 15], EIGHT)
    again = isochrones_for(origin, [15, 30, 45], EIGHT)
    assert asked == [[15, 30], [45]]
    assert [band.minutes for band in first] == [30, 15]
    assert again[0].geojson == first[1].geojson
    assert Isochrone.objects.count() == 3


def test_bands_are_made_again_when_the_college_moves(college, asked):
    isochrones_for(origin_of(college.uai), [15], EIGHT)
    college.point = at(5_000)
    college.save()
    (band,) = isochrones_for(origin_of(college.uai), [15], EIGHT)
    assert asked == [[15], [15]]
    assert not shape(band).covers(at(0))
    assert Isochrone.objects.count() == 1


def test_kept_bands_cost_three_queries(college, django_assert_num_queries):
    isochrones_for(origin_of(college.uai), [15, 30], EIGHT)
    with django_assert_num_queries(3):
        isochrones_for(origin_of(college.uai), [15, 30], EIGHT)


def test_a_network_that_cannot_be_opened_is_said(college, build, tmp_path):
    build.folder = str(tmp_path / "gone")
    build.save()
    with pytest.raises(NoTimetableError):
        isochrones_for(origin_of(college.uai), [15], EIGHT)
    assert not Isochrone.objects.exists()
