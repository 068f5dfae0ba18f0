"""The command that fills the table of commutes, on a town worked out by hand."""

import pytest
from django.core.management import CommandError, call_command

from geo_matching.common.versions import current
from geo_matching.matching.models import Commute, ComputedCollege
from qpv_data.models import EducationPriority
from tests.matching.toy_town import (
    EIGHT_TO_FOUR,
    FAR,
    FOOT,
    LONE,
    NEAR,
    NINE_TO_FIVE,
    SERVICE_DATE,
    at,
    offer_at,
    toy_college,
)

pytestmark = pytest.mark.django_db


def compute(capsys, *arguments: str) -> str:
    call_command("compute_commutes", *arguments)
    return capsys.readouterr().out


def rows_of(college):
    fields = ("site_id", "start_s", "morning_s", "evening_s", "commute_s", "rides", "walk_s")
    return set(Commute.objects.filter(college=college).values_list(*fields))


def test_every_site_and_hours_has_its_figures(college, build, capsys):
    far, near = offer_at(FAR, hours=(NINE_TO_FIVE, EIGHT_TO_FOUR)), offer_at(NEAR)
    foot, lone = offer_at(FOOT, hours=()), offer_at(LONE)
    out = compute(capsys)
    assert rows_of(college) == {
        (far.site_id, 9 * 3600, 1360, 1000, 1180, 1, 200),
        (far.site_id, 8 * 3600, 1360, 4600, 2980, 1, 200),
        (near.site_id, 9 * 3600, 3760, 3580, 3670, 1, 200),
        (foot.site_id, 9 * 3600, 600, 600, 600, 0, 600),
        # Without a way back: no mean, and the figures of the way that can be done.
        (lone.site_id, 9 * 3600, 2500, None, None, 1, 200),
    }
    state = ComputedCollege.objects.get(college=college)
    assert (state.service_date, state.build_id, state.sites) == (SERVICE_DATE, build.pk, 4)
    assert "4 of 5 sites and hours both ways" in out
    assert "5 commutes added, 0 changed, 0 removed" in out


def test_a_site_that_cannot_be_reached_at_all_has_no_row(college, capsys):
    offer_at(FOOT, hours=(NINE_TO_FIVE,))
    offer_at(40_000)
    compute(capsys)
    assert Commute.objects.count() == 1


def test_the_second_time_nothing_is_computed_or_written(college, capsys):
    offer_at(FAR)
    compute(capsys)
    version, ids = current("ranking"), set(Commute.objects.values_list("pk", flat=True))
    out = compute(capsys)
    assert "(0 computed)" in out
    assert current("ranking") == version
    assert set(Commute.objects.values_list("pk", flat=True)) == ids


def test_what_has_changed_is_written_and_nothing_else(college, capsys):
    kept, moved, gone = offer_at(FAR), offer_at(NEAR), offer_at(LONE)
    compute(capsys)
    version = current("ranking")
    kept_row = Commute.objects.get(site=kept.site)
    Commute.objects.filter(site=moved.site).update(morning_s=1)
    gone.published_at = None
    gone.save()
    offer_at(FOOT)
    out = compute(capsys)
    assert "1 commutes added, 1 changed, 1 removed" in out
    assert Commute.objects.get(site=kept.site).pk == kept_row.pk
    assert Commute.objects.get(site=moved.site).morning_s == 3760
    assert current("ranking") > version


def test_a_college_that_moves_is_computed_again(college, capsys):
    offer_at(FOOT)
    compute(capsys)
    college.point = at(FOOT)
    college.save()
    compute(capsys)
    assert Commute.objects.get(college=college).morning_s == 0


def test_two_workers_write_the_same_rows(college, capsys):
    others = [toy_college(point=at(100 * i)) for i in range(1, 4)]
    for east in (FAR, NEAR, FOOT, LONE):
        offer_at(east)
    compute(capsys, "--workers", "1")
    alone = {c.pk: rows_of(c) for c in (college, *others)}
    Commute.objects.all().delete()
    ComputedCollege.objects.all().delete()
    compute(capsys, "--workers", "2")
    assert {c.pk: rows_of(c) for c in (college, *others)} == alone
    assert all(alone.values())


def test_colleges_are_chosen_by_label_and_uai(college, build, capsys):
    rep = toy_college(priority=EducationPriority.REP)
    none = toy_college(priority=EducationPriority.NONE)
    offer_at(FOOT)

    def computed() -> set[str]:
        return set(ComputedCollege.objects.values_list("college_id", flat=True))

    compute(capsys, "--priority", "REP")
    assert computed() == {rep.uai}
    compute(capsys)
    assert computed() == {rep.uai, college.uai}
    ComputedCollege.objects.all().delete()
    compute(capsys, "--college", none.uai.lower())
    assert computed() == {none.uai}
    for everyone in (("--all",), ("--priority", "all")):
        ComputedCollege.objects.all().delete()
        compute(capsys, *everyone)
        assert computed() == {rep.uai, college.uai, none.uai}


def test_colleges_without_a_network_are_left_out_and_said(college, capsys):
    toy_college(point=None)
    toy_college(point=at(2_000_000))
    offer_at(FOOT)
    out = compute(capsys)
    assert "2 collèges left out" in out
    assert f"[1/1] {college.uai}" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--college", "0380000X"), "no collège has the UAI 0380000X"),
        (("--priority", "REP,ZEP"), "not 'ZEP'"),
        (("--workers", "0"), "at least 1, not 0"),
    ],
)
def test_bad_arguments_end_with_one_line_and_code_2(arguments, message):
    with pytest.raises(CommandError, match=message) as raised:
        call_command("compute_commutes", *arguments)
    assert raised.value.returncode == 2
    assert "\n" not in str(raised.value)


def test_a_network_folder_that_is_gone_ends_with_one_line(college, build, tmp_path):
    offer_at(FOOT)
    build.folder = str(tmp_path / "gone")
    build.save()
    with pytest.raises(CommandError, match="gone") as raised:
        call_command("compute_commutes")
    assert raised.value.returncode == 2
    assert not Commute.objects.exists()
