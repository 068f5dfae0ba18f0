"""The teacher's questions, and the sheet of hosts with the group's trips."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from geo_matching.schools.models import SchoolWeek
from maps.group_plan import HOSTS_A_SHEET
from offers.weeks import format_week, week_of
from tests.accounts.factories import make_staff
from tests.maps.page_html import read
from tests.matching.toy_town import FAR, FOOT, LONE, NEAR, offer_at
from tests.offers.factories import make_offer
from tests.qpv_data.factories import make_college

pytestmark = pytest.mark.django_db
WEEK = week_of(timezone.localdate() + dt.timedelta(weeks=4))


@pytest.fixture
def ask(client, college):
    def get(**asked):
        values = {"college": college.uai, "week": format_week(WEEK), "size": 4, "max_minutes": 45}
        return read(client.get("/prof/", {**values, **asked}))

    return get


def host(east, name, capacity=4, **fields):
    return offer_at(east, host_name=name, weeks=[WEEK], capacity=capacity, **fields)


def test_the_group_goes_there_and_back(ask):
    host(FAR, "Atelier Loin", title="Monter un meuble")
    page = ask()
    assert "1 structure peut accueillir 4 élèves" in page.text
    for words in (
        "23 min",
        "4 places",
        "de 9\u202fh à 17\u202fh",
        "Monter un meuble",
        # Leave at 8:37:20 for the bus of 8:40, be there before nine; the bus of 17:05 back.
        "Aller 8\u202fh\u202f37 →jusqu'à 8\u202fh\u202f51 23\u202fmin",
        "Retour 17\u202fh →jusqu'à 17\u202fh\u202f16 17\u202fmin",
        "FAST S",
        "8\u202fh\u202f40 - 8\u202fh\u202f50, 1 arrêt",
        "BACK F",
    ):
        assert words in page.text, words


def test_a_member_of_staff_begins_at_its_college_and_week(client, college):
    host(FOOT, "Atelier à pied")
    client.force_login(make_staff(college))
    assert read(client.get("/prof/")).json("page-config")["college"]["uai"] == college.uai
    SchoolWeek.objects.create(college=college, week=WEEK)
    page = read(client.get("/prof/"))
    chosen = [one["value"] for one in page.all("option") if "selected" in one]
    assert chosen == [format_week(WEEK)]
    assert page.all("input", name="college")[0]["value"] == college.uai
    assert read(client.get("/stages/")).json("page-config")["ownCollege"] == college.uai


def test_the_size_of_the_year_is_told_where_it_is_known(ask, college):
    host(FOOT, "Atelier à pied")
    assert "élèves de 3e (rentrée" not in ask().text
    type(college).objects.filter(pk=college.pk).update(pupils_3e=118, pupils_year=2025)
    assert "Ce collège compte 118 élèves de 3e (rentrée 2025)." in ask().text


def test_a_walk_is_told_as_a_walk(ask):
    host(FOOT, "Atelier à pied")
    assert "marche 10\u202fmin" in ask().text


def test_hosts_that_are_too_small_too_far_or_without_way_back_are_left_out(ask):
    host(FOOT, "Atelier à pied", capacity=3)
    host(NEAR, "Atelier Loin")
    host(LONE, "Atelier seul")
    page = ask()
    assert "Aucune structure pour 4 élèves" in page.text
    assert "50" not in page.text


def test_a_longer_trip_and_a_smaller_group_find_more(ask):
    host(FOOT, "Atelier à pied", capacity=3)
    host(NEAR, "Atelier Loin")
    page = ask(size=3, max_minutes=70)
    assert "2 structures peuvent accueillir 3 élèves" in page.text


def test_one_sheet_at_a_time(ask):
    for number in range(HOSTS_A_SHEET + 2):
        host(FOOT, f"Atelier {number}")
    first, second = ask(), ask(page=2)
    assert len(first.all("li", **{"class": "sheet"})) == HOSTS_A_SHEET
    assert len(second.all("li", **{"class": "sheet"})) == 2
    assert "2 suivantes" in first.text
    (link,) = [a["href"] for a in first.all("a") if "page=2" in (a["href"] or "")]
    assert f"week={format_week(WEEK)}" in link
    assert [a["start"] for a in second.all("ol", **{"class": "sheets"})] == [str(HOSTS_A_SHEET + 1)]
    for page in ("0", "-1", "x", "²", "99999999999999999999"):
        assert ask(page=page).all("h2", id="reponse-titre")


def test_only_the_hosts_of_the_sheet_are_read_whole(ask):
    for number in range(HOSTS_A_SHEET + 2):
        host(FOOT, f"Atelier {number}", description="Un grand atelier.")
    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    whole = [query["sql"] for query in captured if '"offers_offer"."description"' in query["sql"]]
    assert [sql.split(" IN (")[1].count(",") + 1 for sql in whole] == [HOSTS_A_SHEET]
    assert len(captured) <= 8
    assert not [query for query in captured if "dsfr_" in query["sql"]]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"college": ""}, "Choisissez un collège dans la liste."),
        ({"college": "0389999Z"}, "Ce collège n'existe pas."),
        ({"college": "x" * 50}, "8"),
        ({"week": ""}, "Choisissez une semaine."),
        ({"week": "2026-W99"}, "Choisissez une semaine de la liste."),
        ({"size": "1"}, "au moins 2"),
        ({"size": "deux"}, "en chiffres"),
        ({"size": "61"}, "au plus 60"),
        ({"max_minutes": "5"}, "15 à 90"),
        ({"max_minutes": ""}, "Donnez la durée du trajet."),
    ],
)
def test_each_mistake_is_told_beside_its_question(ask, asked, words):
    make_offer(weeks=[WEEK])
    page = ask(**asked)
    assert words in page.text
    assert not page.all("ol", **{"class": "sheets"})


def test_a_college_without_timetable_is_told_so(ask):
    make_offer(weeks=[WEEK])
    far = make_college(north_m=300_000)
    assert "pas encore les horaires de votre secteur" in ask(college=far.uai).text


def test_a_college_without_place_is_told_so(ask):
    make_offer(weeks=[WEEK])
    assert (
        "position de ce collège n'est pas connue" in ask(college=make_college(point=None).uai).text
    )


def test_what_was_asked_stays_in_the_form(ask, college):
    host(FOOT, "Atelier à pied")
    page = ask(size=3)
    assert page.all("input", id="taille")[0]["value"] == "3"
    assert page.json("page-config")["college"]["uai"] == college.uai
    assert "selected" in page.all("option", value=format_week(WEEK))[0]


def test_the_college_stays_when_another_answer_is_wrong(ask, college):
    page = ask(size="beaucoup")
    assert page.json("page-config")["college"]["uai"] == college.uai
