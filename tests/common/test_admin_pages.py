"""Every administration page of the imports, collèges and offers opens, and keeps caches right."""

import pytest
from django.contrib import admin
from django.urls import path, reverse
from django.utils import timezone

from geo_matching.common import versions
from geo_matching.common.models import DataVersion, ImportNotice, ImportRun, SourceState
from offers.models import Host, NafSector, Occupation, Offer, Site
from qpv_data.models import (
    Academy,
    College,
    Commune,
    Departement,
    Headcount,
    NoticeDecision,
    PriorityLabel,
    Qpv,
    QualityNotice,
    Region,
    SocialIndex,
    Street,
)
from tests.accounts.factories import make_administrator
from tests.offers.factories import make_offer
from tests.qpv_data.factories import make_college, make_qpv

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
urlpatterns = [path("admin/", admin.site.urls)]

MODELS = [
    Academy,
    College,
    Commune,
    DataVersion,
    Departement,
    Host,
    ImportNotice,
    ImportRun,
    NafSector,
    NoticeDecision,
    Occupation,
    Offer,
    QualityNotice,
    Qpv,
    Region,
    Site,
    SourceState,
    Street,
]


@pytest.fixture
def staff(client):
    client.force_login(make_administrator())
    return client


@pytest.fixture
def world():
    college = make_college()
    PriorityLabel.objects.create(college=college, year=2026, label="rep+", source="directory")
    SocialIndex.objects.create(college=college, year=2025, value="88.4")
    Headcount.objects.create(college=college, year=2025, pupils=470, pupils_3e=118)
    Street.objects.create(name="Rue Basse", search="rue basse", point=college.point)
    NoticeDecision.objects.create(source="colleges", code="bad_uai", state="dealt")
    make_qpv()
    make_offer()
    NafSector.objects.create(nomenclature="naf-rev2", code="62.01Z", sector="s31")
    Occupation.objects.create(nomenclature="rome-4", code="M1805", name="Études", titles=["Dev"])
    versions.bump("ranking")
    run = ImportRun.objects.create(source="colleges", sha256="0" * 64)
    SourceState.objects.create(source="colleges", sha256="0" * 64, checked_at=timezone.now())
    ImportNotice.objects.create(run=run, file="a.csv", row=2, code="bad_uai", message="left out")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_list_and_page_open(staff, world, model):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert staff.get(reverse(f"{name}_changelist"), {"q": "a"}).status_code == 200
    row = model._default_manager.first()
    assert staff.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200


def test_an_action_unpublishes_and_moves_the_ranking(staff, world):
    before = versions.current("ranking")
    offer = Offer.objects.get()
    page = reverse("admin:offers_offer_changelist")
    staff.post(page, {"action": "unpublish", "_selected_action": [offer.pk]})
    assert not Offer.objects.open().exists()
    assert versions.current("ranking") == before + 1
    staff.post(page, {"action": "publish", "_selected_action": [offer.pk]})
    assert Offer.objects.open().count() == 1


def test_changing_a_college_moves_the_ranking(staff, world):
    before = versions.current("ranking")
    college = College.objects.get()
    page = reverse("admin:qpv_data_college_change", args=[college.pk])
    form = {
        "name": college.name,
        "commune": college.commune_id,
        "priority": "rep",
        "pupils": "400",
        "is_public": "on",
        "is_open": "on",
        "address": "",
        "postcode": "",
        "point_precision": "",
        "priority_year": "2026",
    }
    assert staff.post(page, form).status_code == 302
    college.refresh_from_db()
    assert (college.priority, college.pupils) == ("rep", 400)
    assert college.point is not None
    assert versions.current("ranking") == before + 1


def test_a_college_shows_its_years(staff, world):
    college = College.objects.get()
    html = staff.get(reverse("admin:qpv_data_college_change", args=[college.pk])).content.decode()
    assert "2026\u202f: REP+ (annuaire de l&#x27;éducation)" in html
    assert "2025\u202f: 88.4" in html
    assert "2025\u202f: 470 élèves, 118 en 3e" in html


def test_no_two_parts_of_the_administration_have_one_name(client):
    client.force_login(make_administrator())
    parts = client.get("/admin/").context["app_list"]
    names = sorted(str(part["name"]) for part in parts)
    assert "Comptes" in names
    assert len(names) == len(set(names)), names
