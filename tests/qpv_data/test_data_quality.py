"""The data-quality page: what still holds, in French, with decisions that outlive imports."""

import ast
import csv
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import path, reverse
from django.utils import timezone

from geo_matching.accounts.roles import Role
from geo_matching.common.models import ImportNotice, ImportRun
from qpv_data.models import NoticeDecision
from qpv_data.notice_advice import ADVICE, advice_on
from qpv_data.quality_notices import current_notices, departements_of
from tests.accounts.factories import make_administrator, make_user
from tests.qpv_data.factories import make_college

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
urlpatterns = [path("admin/", admin.site.urls)]
ROOT = Path(__file__).resolve().parents[2]
PAGE = "/admin/qpv_data/qualitynotice/"


def make_run(*notices, source="colleges", territory="", days_ago=1.0, **fields):
    """An import so many days ago with notices given as (code, subject, département)."""
    run = ImportRun.objects.create(source=source, territory=territory, sha256="0" * 64, **fields)
    moment = timezone.now() - timedelta(days=days_ago)
    ImportRun.objects.filter(pk=run.pk).update(finished_at=moment)
    for code, subject, place in notices:
        ImportNotice.objects.create(
            run=run,
            file="a.csv",
            row=2,
            code=code,
            message=f"{subject}: {code}",
            subject=subject,
            territory=place,
        )
    return run


@pytest.fixture
def staff(client):
    client.force_login(make_administrator(username="staff"))
    return client


def subjects(notices=None):
    found = current_notices() if notices is None else notices
    return sorted(found.values_list("subject", flat=True))


def act(client, action, *notices, **fields):
    chosen = [notice.pk for notice in notices]
    return client.post(
        PAGE, {"action": action, "_selected_action": chosen, **fields}, follow=True
    ).content.decode()


def test_only_the_latest_import_of_a_source_counts():
    make_run(("bad_uai", "old", "38"), days_ago=9)
    make_run(("bad_uai", "new", "38"))
    make_run(("no_polygon", "qpv", "38"), source="qpv_2024", days_ago=30)
    assert subjects() == ["new", "qpv"]


def test_an_import_of_one_departement_leaves_the_others():
    make_run(("bad_uai", "a38", "38"), ("bad_uai", "a69", "69"), territory="france", days_ago=9)
    make_run(("bad_uai", "b38", "38"), territory="departement 38")
    assert subjects() == ["a69", "b38"]


def test_an_import_of_a_region_replaces_those_of_its_departements():
    make_run(("bad_uai", "a38", "38"), territory="departement 38", days_ago=9)
    make_run(("bad_uai", "a75", "75"), territory="departement 75", days_ago=9)
    make_run(("bad_uai", "b69", "69"), territory="region 84")
    assert subjects() == ["a75", "b69"]
    assert {"38", "69", "01"} < departements_of("region 84")
    assert departements_of("departement 038 69") == {"38", "69"}
    assert departements_of("") == set()


def test_a_run_whose_departements_were_all_told_again_is_over():
    make_run(("bad_uai", "a38", "38"), ("x_file", "", ""), territory="departement 38", days_ago=9)
    make_run(("bad_uai", "b38", "38"), territory="departement 38 69", days_ago=5)
    make_run(("bad_uai", "c69", "69"), territory="departement 69")
    assert subjects() == ["b38", "c69"]


def test_a_hundred_departements_stay_one_quick_question(django_assert_num_queries):
    for n in range(1, 96):
        make_run(("bad_uai", f"u{n:02}", f"{n:02}"), territory=f"departement {n:02}")
    with django_assert_num_queries(2):
        assert len(list(current_notices())) == 95


def test_both_vintages_of_qpv_stand_side_by_side():
    make_run(("no_polygon", "QP038901", "38"), source="qpv", vintage="2015", days_ago=9)
    make_run(("no_polygon", "QN03801N", "38"), source="qpv", vintage="2024")
    assert subjects() == ["QN03801N", "QP038901"]


def test_the_page_speaks_french_and_leads_to_the_college(staff):
    college = make_college()
    make_run(("no_coordinates", college.uai, "38"))
    html = staff.get(PAGE).content.decode()
    assert "<h1>Qualité des données</h1>" in html
    assert "Collège sans position" in html
    assert "Cherchez le collège sur une carte" in html
    link = re.search(r'href="(/admin/qpv_data/college/\?q=\w+)"', html)[1]
    assert college.name in staff.get(link).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["0389001C", "QN03801N"]),
        ({"code": "bad_uai"}, ["0389001C"]),
        ({"territory": "69"}, ["QN03801N"]),
        ({"run__source": "qpv_2024"}, ["QN03801N"]),
        ({"q": "0389001C"}, ["0389001C"]),
        ({"etat": "ignored"}, []),
    ],
)
def test_filters_and_the_export_agree(staff, query, found):
    make_run(("bad_uai", "0389001C", "38"))
    make_run(("no_polygon", "QN03801N", "69"), source="qpv_2024")
    html = staff.get(PAGE, query).content.decode()
    for subject in ("0389001C", "QN03801N"):
        assert (f">{subject}</a>" in html) == (subject in found)
    response = staff.get(f"{PAGE}export.csv", query)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    assert [row["objet"] for row in rows] == found
    if "qpv_2024" in query.values():
        assert rows[0]["signification"] == "Sans contour"
        assert rows[0]["décision"] == "à traiter"


def test_a_cell_that_would_be_a_formula_is_text(staff):
    make_run(("bad_uai", "=1+1", "38"))
    text = b"".join(staff.get(f"{PAGE}export.csv").streaming_content).decode()
    assert ";'=1+1;" in text


def test_ignored_stays_ignored_after_the_next_import(staff):
    make_run(("bad_uai", "0389001C", "38"), days_ago=9)
    assert "Indiquez un motif" in act(staff, "mark_ignored", current_notices().get())
    assert not NoticeDecision.objects.exists()
    act(staff, "mark_ignored", current_notices().get(), reason="cas connu")
    make_run(("bad_uai", "0389001C", "38"), ("bad_uai", "0389002D", "38"), days_ago=-1)
    assert subjects(current_notices().filter(state="")) == ["0389002D"]
    html = staff.get(PAGE, {"etat": "ignored"}).content.decode()
    assert "ignoré\u202f: cas connu" in html
    act_on = current_notices().get(state="ignored")
    assert (
        "remis à traiter\u202f: 1"
        in staff.post(
            f"{PAGE}?etat=tous",
            {"action": "mark_open", "_selected_action": [act_on.pk]},
            follow=True,
        ).content.decode()
    )
    assert len(subjects(current_notices().filter(state=""))) == 2


def test_dealt_with_comes_back_when_the_next_import_still_has_it(staff):
    make_run(("bad_uai", "0389001C", "38"))
    act(staff, "mark_dealt", current_notices().get(), reason="signalé")
    assert subjects(current_notices().filter(state="")) == []
    decision = NoticeDecision.objects.get()
    assert (decision.who, decision.reason, decision.state) == ("staff", "signalé", "dealt")
    make_run(("bad_uai", "0389001C", "38"), days_ago=-1)
    assert subjects(current_notices().filter(state="")) == ["0389001C"]


def test_one_finding_on_two_rows_is_decided_once(staff):
    make_run(("bad_uai", "0389001C", "38"), ("bad_uai", "0389001C", "38"))
    act(staff, "mark_dealt", *current_notices())
    act(staff, "mark_ignored", *current_notices(), reason="x")
    assert NoticeDecision.objects.count() == 1


def test_who_may_only_look_cannot_decide(client):
    user = make_user(Role.ADMINISTRATOR, is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_qualitynotice"))
    client.force_login(user)
    make_run(("bad_uai", "0389001C", "38"))
    assert "mark_dealt" not in client.get(PAGE).content.decode()
    act(client, "mark_dealt", current_notices().get())
    assert not NoticeDecision.objects.exists()


def test_the_page_asks_few_questions(staff, django_assert_max_num_queries):
    make_run(*(("bad_uai", f"038{n:04}X", "38") for n in range(60)))
    staff.get(PAGE)
    with django_assert_max_num_queries(20):
        staff.get(PAGE)


def test_without_any_notice_the_page_says_so(staff):
    assert "Aucun avis à traiter" in staff.get(PAGE).content.decode()
    assert staff.get(reverse("admin:quality_export")).status_code == 200


def noted_codes(source: str) -> set[str]:
    """Text constants that look like a code, in calls that make a notice or a verdict on one."""
    makers = {"note", "_note", "Notice", "_notice", "Located", "_refused", "Verdict", "FieldFault"}
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in makers:
                # The code comes before the message; what precedes it are fields and columns.
                texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
                codes = [
                    t
                    for t in texts
                    if isinstance(t, str) and re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", t)
                ]
                found |= set(codes[-1:])
    return found


def test_every_code_of_this_repository_has_its_advice():
    files = [*(ROOT / "qpv_data").rglob("*.py"), *(ROOT / "offers/sources").rglob("*.py")]
    found = set().union(*(noted_codes(file.read_text(encoding="utf-8")) for file in files))
    assert len(found) > 40
    assert sorted(found - set(ADVICE)) == []
    assert advice_on("never_heard_of").label == "never_heard_of"
