"""Changed sites followed from their own end: the rows that a whole computation would give, no others."""

import pytest
from django.core.management import call_command

from geo_matching.common.versions import current
from geo_matching.matching.changed_sites import ALWAYS_FEW
from geo_matching.matching.models import Commute, ComputedCollege, ComputedSites
from offers.models import Offer, Site, WorkingHours
from qpv_data.models import College
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

pytestmark = pytest.mark.django_db
FIELDS = (
    "college_id",
    "site_id",
    "start_s",
    "end_s",
    "morning_s",
    "evening_s",
    "commute_s",
    "rides",
    "walk_s",
)


def compute(capsys, *arguments: object) -> str:
    call_command("compute_commutes", *map(str, arguments))
    return capsys.readouterr().out


def rows():
    return set(Commute.objects.values_list(*FIELDS))


def computed():
    return set(ComputedCollege.objects.values_list("college_id", "sites", "fingerprint"))


@pytest.fixture
def colleges(college):
    return [college, *(toy_college(point=at(east)) for east in (150, 2500))]


def test_new_sites_give_what_computing_all_gives(colleges, capsys):
    offer_at(FOOT)
    compute(capsys)
    new = [offer_at(FAR, hours=(NINE_TO_FIVE, EIGHT_TO_FOUR)), offer_at(NEAR), offer_at(LONE)]
    assert len({offer.site_id for offer in new}) == 3
    version = current("ranking")
    out = compute(capsys, "--changed")
    assert "4 sites and hours changed for 3 collèges" in out
    assert current("ranking") > version
    added, state = rows(), computed()
    assert "(0 computed)" in compute(capsys)
    Commute.objects.all().delete()
    ComputedCollege.objects.all().delete()
    compute(capsys)
    assert (added, state) == (rows(), computed())
    assert len(added) > len(colleges)


def test_the_second_time_nothing_is_written(colleges, capsys):
    compute(capsys)
    offer_at(NEAR)
    compute(capsys, "--changed")
    before, version = rows(), current("ranking")
    assert "for 0 collèges: 0 commutes written" in compute(capsys, "--changed")
    assert (rows(), current("ranking")) == (before, version)


def test_moved_and_gone_sites_and_other_hours_give_what_computing_all_gives(colleges, capsys):
    moved, gone, kept = offer_at(FOOT), offer_at(NEAR), offer_at(FAR)
    away = offer_at(FOOT)
    compute(capsys)
    Site.objects.filter(pk=moved.site_id).update(point=at(NEAR))
    Site.objects.filter(pk=away.site_id).update(point=at(60_000))
    Offer.objects.filter(pk=gone.pk).update(published_at=None)
    WorkingHours.objects.filter(offer=kept).update(start_s=8 * 3600, end_s=16 * 3600)
    # Moved: one pair; away and gone: one each; other hours: one goes, one comes.
    assert "5 sites and hours changed for 3 collèges" in compute(capsys, "--changed")
    followed, state = rows(), computed()
    assert "(0 computed)" in compute(capsys)
    Commute.objects.all().delete()
    ComputedCollege.objects.all().delete()
    compute(capsys)
    assert (followed, state) == (rows(), computed())
    assert {site for _, site, *_ in followed} == {moved.site_id, kept.site_id}


def test_colleges_for_which_more_has_changed_are_computed_anew(colleges, capsys):
    offer_at(FOOT)
    compute(capsys)
    College.objects.filter(pk=colleges[0].pk).update(point=at(NEAR))
    offer_at(FAR)
    out = compute(capsys, "--changed")
    assert "1 sites and hours changed for 2 collèges" in out
    assert "1 collèges to compute: more has changed for them" in out
    assert "(1 computed)" in out
    assert "(0 computed)" in compute(capsys)


def test_many_changed_sites_are_asked_from_the_colleges(colleges, capsys):
    compute(capsys)
    for i in range(ALWAYS_FEW + 1):
        offer_at(FOOT + i)
    assert "3 collèges to compute" in compute(capsys, "--changed")
    assert ComputedSites.objects.count() == 1  # those of before are thrown away


def test_colleges_that_nobody_computed_stay_so(colleges, capsys):
    compute(capsys, "--college", colleges[0].uai)
    offer_at(FAR)
    compute(capsys, "--changed")
    assert {uai for uai, *_ in computed()} == {colleges[0].uai}
    assert {uai for uai, *_ in rows()} == {colleges[0].uai}


def test_a_site_that_nobody_can_reach_counts_as_computed(colleges, capsys):
    compute(capsys)
    version = current("ranking")
    offer_at(60_000)
    compute(capsys, "--changed")
    assert "(0 computed)" in compute(capsys)
    assert (rows(), current("ranking")) == (set(), version)
