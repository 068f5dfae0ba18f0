"""Offers ranked for a collège, from the real table and the real engine."""

from dataclasses import replace

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from geo_matching.common.geo import great_circle_m
from geo_matching.common.versions import bump
from geo_matching.matching.cards import card_of, read_cards
from geo_matching.matching.criteria import Filters, Sort
from geo_matching.matching.errors import (
    CollegeNotLocatedError,
    NoTimetableError,
    UnknownCollegeError,
)
from geo_matching.matching.loading import load_offers
from geo_matching.matching.models import Commute, ComputedCollege
from geo_matching.matching.networks import build_by_pk
from geo_matching.matching.queries import find_all_for, find_offers_for, origin_of
from geo_matching.matching.site_hours import load_site_hours, load_site_hours_of
from offers.models import Offer
from tests.matching.toy_town import (
    EIGHT_TO_FOUR,
    FAR,
    FOOT,
    LONE,
    NEAR,
    NINE_TO_FIVE,
    at,
    offer_at,
    toy_college,
)
from tests.qpv_data.factories import make_college, make_qpv

pytestmark = pytest.mark.django_db


def ids(page) -> list[int]:
    return [ranked.offer.pk for ranked in page.results]


def test_far_but_fast_ranks_above_near_but_slow(college):
    near, far = offer_at(NEAR), offer_at(FAR)
    metres = [
        great_circle_m(college.point.y, college.point.x, o.site.point.y, o.site.point.x)
        for o in (near, far)
    ]
    # As the crow flies the slow one is five times nearer.
    assert metres[1] > 5 * metres[0]
    for sort in (Sort.FOR_ME, Sort.COMMUTE):
        assert ids(find_offers_for(college, Filters(sort=sort))) == [far.pk, near.pk]
    page = find_offers_for(college, Filters(max_minutes=45))
    assert ids(page) == [far.pk]
    assert (page.beyond.minutes, page.beyond.count) == (65, 1)


def test_moving_an_offer_changes_nothing_while_its_commute_stays(college):
    first, second = offer_at(FAR, quality_score=40), offer_at(NEAR, quality_score=90)
    before = ids(find_offers_for(college, Filters()))
    # Swap the places of both on the map, and nothing else: the commutes that were computed stay.
    there, here = first.site, second.site
    swapped = (there.point, here.point)
    here.point, there.point = swapped
    here.save()
    there.save()
    ComputedCollege.objects.update(fingerprint=_wanted_fingerprint(college))
    bump("ranking")
    assert ids(find_offers_for(college, Filters())) == before


def _wanted_fingerprint(college) -> str:
    from geo_matching.matching.networks import build_by_pk
    from geo_matching.matching.site_hours import fingerprint, load_site_hours

    build = build_by_pk(origin_of(college.uai).build_pk)
    return fingerprint(build, college.point, load_site_hours(build))


def test_an_offer_shows_the_figures_and_reasons_of_its_worst_day(college):
    part = {"rule": "programme", "label": "programme détaillé", "points": 25, "out_of": 25}
    offer = offer_at(
        FAR, hours=(NINE_TO_FIVE, EIGHT_TO_FOUR), capacity=4, quality_parts=[part], sector="s43"
    )
    (ranked,) = find_offers_for(college, Filters(wishes=frozenset({"s43"}))).results
    assert (ranked.offer.pk, ranked.offer.title) == (offer.pk, offer.title)
    assert (ranked.commute.start_s, ranked.commute.end_s) == EIGHT_TO_FOUR
    assert (ranked.commute.morning, ranked.commute.evening, ranked.commute.minutes) == (23, 77, 77)
    assert ranked.hours == (EIGHT_TO_FOUR, NINE_TO_FIVE)
    assert ranked.reasons == [
        "77\u202fmin, sans correspondance",
        "dans un domaine que tu as choisi\u202f: Santé",
        "programme détaillé",
        "accueille 4 élèves",
    ]


def test_an_offer_that_one_day_nobody_can_come_back_from_is_not_listed(college):
    offer_at(LONE)
    late = (9 * 3600, 18 * 3600 + 600)
    offer_at(FAR, hours=(NINE_TO_FIVE, late))
    foot = offer_at(FOOT)
    assert ids(find_offers_for(college, Filters())) == [foot.pk]
    one_way = Commute.objects.filter(college=college, evening_s__isnull=True)
    assert one_way.count() == 2


def test_offers_not_published_or_for_others_are_not_listed(college):
    offer_at(FOOT, published_at=None)
    offer_at(FOOT, audience="qpv")
    rep = offer_at(FOOT, audience="rep")
    assert ids(find_offers_for(college, Filters())) == [rep.pk]
    make_qpv(contour=_box_around(college))
    bump("ranking")
    assert find_offers_for(college, Filters()).count == 2
    other = toy_college(priority="none", point=at(5_000))
    offer_at(5_200)
    bump("ranking")
    assert find_offers_for(other, Filters()).count == 1


def _box_around(college):
    from django.contrib.gis.geos import MultiPolygon

    return MultiPolygon(college.point.buffer(0.001).envelope, srid=4326)


def test_pages_follow_one_another_and_end(college):
    offers = [offer_at(FOOT, quality_score=quality) for quality in (10, 90, 50, 70, 30)]
    wanted = [offers[i].pk for i in (1, 3, 2, 4, 0)]
    pages = [find_offers_for(college, Filters(), page=n, page_size=2) for n in (1, 2, 3, 4)]
    assert [ids(page) for page in pages] == [wanted[:2], wanted[2:4], wanted[4:], []]
    assert {page.count for page in pages} == {5}
    offers_, selection = find_all_for(origin_of(college.uai), Filters())
    assert offers_.table.offer_id[offers_.offer[selection.positions]].tolist() == wanted


def test_a_page_costs_two_queries_once_the_college_is_in_memory(college, django_assert_num_queries):
    for east in (FOOT, FAR, NEAR):
        offer_at(east)
    find_offers_for(college, Filters())
    with django_assert_num_queries(2):
        find_offers_for(college, Filters())
    with django_assert_num_queries(1):
        find_all_for(origin_of(college.uai), Filters())
    bump("ranking")
    # Build, sites and hours, fingerprint, near a QPV, offers, hours, weeks, who is named, commutes,
    # seats.
    with django_assert_num_queries(2 + 10):
        find_offers_for(college, Filters())


def test_a_page_reads_of_its_offers_only_what_a_list_shows(college):
    offer_at(FOOT)
    find_offers_for(college, Filters())
    with CaptureQueriesContext(connection) as queries:
        find_offers_for(college, Filters())
    (sql,) = [q["sql"] for q in queries if "offers_offer" in q["sql"]]
    assert "title" in sql
    for column in ("description", "daily_hours", "lunch_break", "permalink", "siret"):
        assert column not in sql, column


def test_the_card_of_a_row_is_the_one_that_a_page_reads(college):
    offer = Offer.objects.select_related("site__host").get(pk=offer_at(FOOT).pk)
    Offer.objects.filter(pk=offer.pk).update(
        weeks=[202648, 202701],
        quality_parts=[{"rule": "visit", "label": "Visite", "points": 5, "out_of": 5}],
    )
    offer.refresh_from_db()
    card = read_cards([offer.pk])[offer.pk]
    assert replace(card, quality_parts=list(card.quality_parts)) == card_of(offer)


def test_a_college_without_commutes_is_computed_when_asked_for(college):
    offer_at(FAR)
    assert not Commute.objects.exists()
    assert find_offers_for(college, Filters()).count == 1
    assert ComputedCollege.objects.filter(college=college).exists()
    # A new site is not in the rows yet: it is computed as soon as its import has moved the version.
    foot = offer_at(FOOT)
    bump("ranking")
    assert foot.pk in ids(find_offers_for(college, Filters()))


def test_an_offer_taken_down_a_moment_ago_is_not_shown(college):
    offer = offer_at(FOOT)
    assert find_offers_for(college, Filters()).count == 1
    Offer.objects.filter(pk=offer.pk).update(published_at=None)
    assert ids(find_offers_for(college, Filters())) == []


def test_what_cannot_be_answered_says_why(build, college):
    with pytest.raises(UnknownCollegeError):
        origin_of("0380000X")
    with pytest.raises(CollegeNotLocatedError):
        origin_of(make_college(point=None).uai)
    with pytest.raises(NoTimetableError):
        origin_of(make_college(north_m=900_000).uai)
    offer_at(FOOT)
    build.folder += "-gone"
    build.save()
    with pytest.raises(NoTimetableError):
        find_offers_for(college, Filters())


def test_sql_of_a_request_reads_no_distance(college):
    offer_at(FOOT)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        find_offers_for(college, Filters())
    ranking = [
        q["sql"] for q in queries if "matching_commute" in q["sql"] or "offers_offer" in q["sql"]
    ]
    assert ranking
    assert not any("ST_Distance" in sql or "ST_DWithin" in sql or "<->" in sql for sql in ranking)


def test_offers_are_loaded_within_reach_of_a_network_with_their_weeks(college):
    near, also, far = offer_at(FOOT), offer_at(NEAR), offer_at(900_000)
    Offer.objects.filter(pk__in=[near.pk, far.pk]).update(weeks=[202647, 202648, 202701])
    Offer.objects.filter(pk=also.pk).update(weeks=[])
    whole = load_offers(202648)
    assert whole.offer_id.tolist() == [near.pk, also.pk, far.pk]
    assert whole.weeks == (202648, 202701)
    assert whole.in_week.tolist() == [[True, True], [False, False], [True, True]]
    table = load_offers(202648, build_by_pk(origin_of(college.uai).build_pk).reach)
    assert table.offer_id.tolist() == [near.pk, also.pk]
    assert table.any_week.tolist() == [False, True]
    assert np.diff(table.first_hour).tolist() == [1, 1]


def test_the_sites_of_several_networks_are_those_of_each(college):
    for east in (FOOT, NEAR, 900_000):
        offer_at(east)
    build = build_by_pk(origin_of(college.uai).build_pk)
    elsewhere = replace(build, bounds=None)
    several = list(load_site_hours_of([build, elsewhere]))
    assert [one.site_id.size for one in several] == [2, 3]
    assert [one.sha256 for one in several] == [
        load_site_hours(one).sha256 for one in (build, elsewhere)
    ]
