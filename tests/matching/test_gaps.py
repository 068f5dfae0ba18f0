"""Seats within reach, per collège and per QPV, against plain sums over the stored commutes."""

import random

import pytest
from django.contrib.gis.geos import MultiPolygon
from django.core.management import call_command

from geo_matching.common.versions import bump
from geo_matching.matching.models import Commute
from geo_matching.matching.queries import seats_within
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
from tests.qpv_data.factories import make_commune, make_departement, make_qpv

pytestmark = pytest.mark.django_db


def qpv_around(east: float, half_paces: float = 150, **fields):
    west, east_ = at(east - half_paces, -half_paces), at(east + half_paces, half_paces)
    box = MultiPolygon(west.union(east_).envelope, srid=4326)
    return make_qpv(contour=box, **fields)


def naive_seats(college, minutes: int, *, near_qpv: bool) -> int:
    """Sum seats offer by offer, straight from the rows."""
    seats = 0
    for offer in Offer.objects.filter(published_at__isnull=False):
        if offer.audience == "rep" and college.priority == "none":
            continue
        if offer.audience == "qpv" and not near_qpv:
            continue
        days = []
        for hours in offer.hours.all():
            row = Commute.objects.filter(
                college=college, site=offer.site, start_s=hours.start_s, end_s=hours.end_s
            ).first()
            days.append(row if row and row.commute_s is not None else None)
        if None in days:
            continue
        worst = max(days, key=lambda row: (row.commute_s, max(row.morning_s, row.evening_s)))
        if max(worst.morning_s, worst.evening_s) <= minutes * 60:
            seats += offer.capacity
    return seats


@pytest.mark.parametrize("seed", [1, 2])
def test_seats_are_the_sums_of_what_each_college_reaches(college, capsys, seed):
    rng = random.Random(seed)
    others = [
        toy_college(point=at(300 * i), priority=rng.choice(["none", "rep", "rep+"]))
        for i in range(1, 4)
    ]
    for _ in range(25):
        offer_at(
            rng.choice((FAR, NEAR, FOOT, LONE)) + rng.randrange(60),
            hours=rng.sample(
                (NINE_TO_FIVE, EIGHT_TO_FOUR, (10 * 3600, 17 * 3600)), rng.choice((1, 1, 2))
            ),
            capacity=rng.randrange(1, 8),
            audience=rng.choice(("all", "all", "rep", "qpv")),
            published_at=rng.choice(("2026-09-01T00:00Z", "2026-09-01T00:00Z", None)),
        )
    qpv_around(0)
    call_command("compute_commutes", "--all")
    for minutes in (12, 45, 90):
        gaps = seats_within("38", minutes)
        got = {row.college.uai: row.seats for row in gaps.colleges}
        assert got == {
            c.uai: naive_seats(c, minutes, near_qpv=c in (college, others[0]))
            for c in (college, *others)
        }
        assert [row.seats for row in gaps.colleges] == sorted(got.values())
    assert len(set(got.values())) > 1


def test_a_qpv_counts_the_seats_of_the_colleges_that_serve_it_once(college, capsys):
    college.pupils = 100
    college.save()
    neighbour = toy_college(point=at(200), pupils=50, pupils_3e=12)
    offer_at(FOOT, capacity=3)
    # 500 paces are some 480 m: no collège is near, the nearest one stands in.
    lonely = qpv_around(200 + 150 + 500, name="À l'écart")
    between = qpv_around(100, name="Entre les deux")
    far_away = qpv_around(100_000, name="Loin de tout")
    call_command("compute_commutes")
    gaps = seats_within("38", 45)
    rows = {row.qpv.pk: row for row in gaps.qpvs}
    row = rows[between.pk]
    assert ({c.uai for c in row.colleges}, row.near) == ({college.uai, neighbour.uai}, True)
    assert (row.seats, row.offers, row.pupils) == (3, 1, 150)
    # One of both does not know its pupils of 3e: their sum is not known either.
    assert row.pupils_3e is None
    row = rows[lonely.pk]
    assert ([c.uai for c in row.colleges], row.near, row.pupils) == ([neighbour.uai], False, 50)
    assert row.pupils_3e == 12
    assert row.seats == 3
    row = rows[far_away.pk]
    assert (row.colleges, row.seats, row.pupils, row.pupils_3e) == ((), None, None, None)
    # What is not known comes last.
    assert gaps.qpvs[-1].qpv == far_away


def test_colleges_not_computed_yet_are_not_counted_as_without_seats(college, capsys):
    toy_college(priority="none", point=at(100))
    offer_at(FOOT, capacity=3)
    call_command("compute_commutes", "--college", college.uai)
    gaps = seats_within("38")
    assert [row.seats for row in gaps.colleges] == [3, None]
    # Computing does not bump anything on a mere request: the state of the collèges is looked at.
    call_command("compute_commutes", "--all")
    assert [row.seats for row in seats_within("38").colleges] == [3, 3]


def test_other_departements_and_older_vintages_stay_out(college, capsys):
    elsewhere = make_commune("69999", departement=make_departement("69", "Rhône"))
    toy_college(commune=elsewhere, point=at(50))
    old = qpv_around(0, vintage=2015)
    new = qpv_around(0, vintage=2024)
    qpv_around(0, vintage=2024, departement=elsewhere.departement)
    offer_at(FOOT, capacity=2)
    call_command("compute_commutes")
    gaps = seats_within("38")
    assert [row.college for row in gaps.colleges] == [college]
    assert [row.qpv for row in gaps.qpvs] == [new]
    assert old not in [row.qpv for row in gaps.qpvs]
    # A collège across the border serves it as well.
    assert len(gaps.qpvs[0].colleges) == 2


def test_a_departement_costs_few_queries(college, capsys, django_assert_num_queries):
    qpv_around(0)
    offer_at(FOOT)
    call_command("compute_commutes")
    seats_within("38")
    # Vintage, QPV, collèges that serve them, collèges, versions (2), what is computed.
    with django_assert_num_queries(7):
        seats_within("38")
    bump("ranking")
    with django_assert_num_queries(7 + 7):
        seats_within("38", 60)
