"""New sites added from their own end: the rows that a whole computation would give, no others."""

import pytest
from django.core.management import CommandError, call_command

from geo_matching.common.versions import current
from geo_matching.matching.models import Commute, ComputedCollege
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
    "service_date",
    "build_id",
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
    version = current("ranking")
    out = compute(capsys, "--site", *(offer.site_id for offer in new))
    assert "4 new sites and hours for 3 collèges" in out
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
    site = offer_at(NEAR).site_id
    compute(capsys, "--site", site)
    before, version = rows(), current("ranking")
    assert "for 0 collèges: 0 commutes written" in compute(capsys, "--site", site)
    assert (rows(), current("ranking")) == (before, version)


def test_colleges_for_which_more_has_changed_are_computed_anew(colleges, capsys):
    known = offer_at(FOOT)
    compute(capsys)
    known.site.point = at(NEAR)
    known.site.save()
    new = offer_at(FAR)
    out = compute(capsys, "--site", new.site_id)
    assert "3 collèges to compute: more has changed for them" in out
    assert "(3 computed)" in out
    assert "(0 computed)" in compute(capsys)


def test_colleges_that_nobody_computed_stay_so(colleges, capsys):
    compute(capsys, "--college", colleges[0].uai)
    compute(capsys, "--site", offer_at(FAR).site_id)
    assert {uai for uai, *_ in computed()} == {colleges[0].uai}
    assert {uai for uai, *_ in rows()} == {colleges[0].uai}


def test_a_site_that_nobody_can_reach_counts_as_computed(colleges, capsys):
    compute(capsys)
    version = current("ranking")
    compute(capsys, "--site", offer_at(60_000).site_id)
    assert "(0 computed)" in compute(capsys)
    assert (rows(), current("ranking")) == (set(), version)


def test_an_unknown_site_is_refused(college):
    with pytest.raises(CommandError, match="no site has the id 987654") as caught:
        call_command("compute_commutes", "--site", "987654")
    assert caught.value.returncode == 2
