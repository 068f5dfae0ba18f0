"""A collège chooses its weeks; a pupil's search follows them."""

import datetime as dt

import pytest
from django.utils import timezone

from geo_matching.common.weeks import format_week, monday_of, week_in_words, week_of
from geo_matching.schools.models import SchoolWeek
from geo_matching.schools.queries import this_year, weeks_of
from geo_matching.schools.school_year import weeks_of_year
from geo_matching.schools.weeks_choice import choose_weeks
from tests.accounts.factories import PASSWORD, make_scope, make_student
from tests.maps.page_html import read
from tests.offers.factories import make_offer
from tests.qpv_data.factories import make_college

pytestmark = pytest.mark.django_db
PAGE = "/college/semaines/"


def choose(client, college, *weeks, **kwargs):
    values = [format_week(week) for week in weeks]
    return client.post(PAGE, {"college": college.uai, "week": values}, **kwargs)


def test_all_weeks_of_the_year_by_month_none_ticked(school):
    page = read(school.get(PAGE))
    boxes = page.all("input", name="week")
    values = sorted(box["value"] for box in boxes)
    assert values == [format_week(w) for w in weeks_of_year(this_year())]
    assert not any("checked" in box for box in boxes)
    assert f"Septembre {this_year()}" in page.text
    assert (
        "Aucune semaine choisie\u202f: vos élèves voient les stages de toute l'année." in page.text
    )


@pytest.mark.parametrize(
    ("today", "first", "past"),
    [
        (dt.date(2026, 8, 30), "2026-W37", 0),
        (dt.date(2026, 11, 27), "2026-W48", 11),
        (dt.date(2026, 11, 30), "2026-W49", 12),
    ],
)
def test_coming_weeks_are_first_and_past_ones_folded(
    school, college, monkeypatch, today, first, past
):
    monkeypatch.setattr(timezone, "localdate", lambda: today)
    monkeypatch.setattr("geo_matching.schools.views.weeks.this_year", lambda: 2026)
    values = [box["value"] for box in read(school.get(PAGE)).all("input", name="week")]
    assert values[0] == first
    assert (values[-past:] == sorted(values)[:past]) or not past
    assert len(values) == len(set(values)) == len(weeks_of_year(2026))
    html = school.get(PAGE).content.decode()
    folded = html[html.index("<details") :] if past else ""
    assert folded.count('name="week"') == past


def test_folding_loses_no_week_that_was_chosen(school, college, monkeypatch):
    """A week in the folded part is sent with the form as any other."""
    monkeypatch.setattr(timezone, "localdate", lambda: dt.date(2026, 11, 27))
    choose_weeks(college, {202640, 202650})
    page = read(school.get(PAGE))
    assert "Semaines passées (1 choisie)" in page.text
    ticked = [box["value"] for box in page.all("input", name="week") if "checked" in box]
    assert ticked == ["2026-W50", "2026-W40"]


def test_a_year_that_is_over_has_nothing_to_choose(school, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: dt.date(2027, 7, 20))
    monkeypatch.setattr("geo_matching.schools.views.weeks.this_year", lambda: 2026)
    assert "Il ne reste aucune semaine à choisir" in read(school.get(PAGE)).text


def test_weeks_are_chosen_changed_and_dropped(school, college):
    first, second, third = weeks_of_year(this_year())[10:13]
    assert weeks_of(college) == frozenset()
    text = read(choose(school, college, first, second, follow=True)).text
    assert "Vos élèves voient les stages de ces semaines seulement." in text
    assert week_in_words(second) in text
    choose(school, college, second, third)
    assert weeks_of(college) == {second, third}
    rows = list(SchoolWeek.objects.values())
    choose(school, college, second, third)
    assert list(SchoolWeek.objects.values()) == rows
    choose(school, college)
    assert weeks_of(college) == frozenset()


def test_weeks_of_last_year_do_not_count_and_stay(school, college):
    last = weeks_of_year(this_year() - 1)[12]
    SchoolWeek.objects.create(college=college, week=last)
    assert weeks_of(college) == frozenset()
    choose(school, college, weeks_of_year(this_year())[12])
    assert SchoolWeek.objects.filter(week=last).exists()


@pytest.mark.parametrize("value", ["2020-W01", "x", "", "2026-W99"])
def test_a_week_of_another_year_is_refused_and_nothing_changes(school, college, value):
    kept = weeks_of_year(this_year())[12]
    choose_weeks(college, {kept})
    answer = school.post(PAGE, {"college": college.uai, "week": [format_week(kept), value]})
    assert "n'est pas de cette année scolaire" in read(answer).text
    assert weeks_of(college) == {kept}


def test_what_was_ticked_comes_back_when_the_session_had_ended(client, college, teacher):
    other = make_college(name="Collège Aristide")
    make_scope(teacher, "college", other)
    client.force_login(teacher)
    stored, *ticked = weeks_of_year(this_year())[10:13]
    choose_weeks(college, {stored})
    client.post("/college/choisir/", {"college": college.uai})
    who = read(client.get(PAGE)).all("input", name="who")[0]["value"]
    client.logout()
    sent = {"college": college.uai, "week": [format_week(week) for week in ticked], "who": who}
    assert client.post(PAGE, sent)["Location"] == f"/compte/connexion/?next={PAGE}"
    client.post("/compte/connexion/", {"login": teacher.email, "password": PASSWORD, "next": PAGE})
    page = read(client.get(PAGE))
    assert {box["value"] for box in page.all("input", name="week") if "checked" in box} == {
        format_week(week) for week in ticked
    }
    assert page.all("input", type="hidden", name="college")[0]["value"] == college.uai
    assert "pas encore enregistré" in page.text
    assert weeks_of(college) == {stored}
    assert "pas encore enregistré" not in read(client.get(PAGE)).text


def test_another_college_is_not_found(school):
    assert choose(school, make_college()).status_code == 404


def test_a_pupil_searches_from_its_college_within_its_weeks(client, college):
    soon, later = (week_of(timezone.localdate() + dt.timedelta(weeks=n)) for n in (2, 4))
    SchoolWeek.objects.create(college=college, week=soon)
    make_offer(weeks=[soon, later])
    client.force_login(make_student(college).user)
    page = read(client.get("/stages/"))
    assert page.json("page-config")["ownCollege"] == college.uai
    # Of this school year only: around July the two may lie apart.
    ours = [format_week(week) for week in sorted(weeks_of(college))]
    assert page.json("page-config")["schoolWeeks"] == ours
    if ours:
        assert [box["value"] for box in page.all("option")] == ["", *ours]
        assert "Les semaines de ton collège" in page.text


def test_without_school_weeks_a_pupil_sees_all(client, college):
    soon = week_of(timezone.localdate() + dt.timedelta(weeks=2))
    make_offer(weeks=[soon])
    client.force_login(make_student(college).user)
    page = read(client.get("/stages/"))
    assert [box["value"] for box in page.all("option")] == ["", format_week(soon)]
    assert monday_of(soon) > timezone.localdate()
    assert "Toutes les semaines" in page.text
