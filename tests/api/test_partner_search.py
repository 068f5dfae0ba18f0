"""Search of the compatible API: what is open, where, in which order; and schools."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from geo_matching.api.partner import search
from offers.models import Audience, Offer
from offers.weeks import format_week
from tests.accounts.factories import make_user
from tests.api.partner_world import OFFERS, PartnerClient, error_of, make_partner
from tests.offers.factories import LATER, SOON, make_host, make_offer, make_site
from tests.offers.partner_bodies import body
from tests.qpv_data.factories import make_college, make_departement, point_at

pytestmark = pytest.mark.django_db
SEARCH = f"{OFFERS}/search"


@pytest.fixture
def api(db):
    return PartnerClient(make_partner(full_access=True))


def found(api, query="") -> list[str]:
    response = api.get(f"{SEARCH}?{query}")
    assert response.status_code == 200, response.json()
    return [line["title"] for line in response.json()["internshipOffers"]]


def test_search_needs_full_access(db):
    assert error_of(PartnerClient(make_partner()).get(SEARCH)) == (401, "UNAUTHORIZED")


def test_partners_that_are_not_open_are_left_out(api):
    PartnerClient(make_partner()).create(body(1, title="Fermée"))
    masked = make_partner(open_data=True, masked_data=True)
    PartnerClient(masked).create(body(2, title="Ouverte"))
    make_offer(title="Déposée ici")
    make_offer(title="Réservée", audience=Audience.COLLEGES)
    make_offer(title="Retirée", published_at=None)
    assert found(api) == ["Déposée ici", "Ouverte"]
    ours, theirs = api.get(SEARCH).json()["internshipOffers"]
    assert (ours["remote_id"], theirs["remote_id"]) == (None, "r2")
    assert theirs["employer_name"] == "Structure d'accueil"
    assert theirs["employer_website"] is None


def test_a_name_that_is_hidden_is_not_found_by_its_letters(api):
    masked = make_partner(open_data=True, masked_data=True)
    PartnerClient(masked).create(body(1, title="Cachée", employer_name="Zygomatique"))
    PartnerClient(make_partner(open_data=True)).create(
        body(2, title="Dite", employer_name="Zygomatique et fils")
    )
    # Nor by the partner itself: its own answer hides the name too.
    masked.full_access = True
    masked.save()
    for caller in (api, PartnerClient(masked)):
        assert found(caller, "keyword=zygo") == ["Dite"]
        assert found(caller, "keyword=cachée") == ["Cachée"]


def test_the_nearest_come_first(api):
    for north in (9_000, 3_000, 70_000):
        make_offer(make_site(north_m=north), title=f"{north}")
    here = point_at(0, 0)
    place = f"latitude={here.y}&longitude={here.x}"
    assert found(api, place) == ["3000", "9000"]
    assert found(api, f"{place}&radius=5000") == ["3000"]
    # A radius beyond 60 km counts as 60 km.
    assert found(api, f"{place}&radius=99000") == ["3000", "9000"]
    assert found(api) == ["70000", "3000", "9000"]


def test_filters(api):
    make_offer(title="Pain", sector="s31", weeks=[SOON])
    make_offer(title="Vis", sector="s8", weeks=[LATER], description="Monter des roues.")
    make_offer(make_site(host=make_host("Garage Rouage")), title="Toujours", sector="s8", weeks=[])
    assert found(api, "sectors[]=s31") == ["Pain"]
    assert found(api, "sector_ids[]=8") == ["Toujours", "Vis"]
    assert found(api, f"weeks[]={format_week(SOON)}") == ["Toujours", "Pain"]
    assert found(api, f"week_ids[]={LATER}") == ["Toujours", "Vis"]
    assert found(api, "keyword=ROU") == ["Toujours", "Vis"]
    assert found(api, f"sectors[]=s8&weeks[]={format_week(LATER)}&keyword=monter") == ["Vis"]
    assert found(api, "grades[]=troisieme") == ["Toujours", "Vis", "Pain"]
    assert found(api, "grades[]=quatrieme") == []


def test_a_partner_limited_to_departements_sees_only_these(db):
    partner = make_partner(full_access=True)
    partner.departements.add(make_departement("2A"), make_departement("38"))
    make_offer(make_site(postcode="20137"), title="Porto-Vecchio")
    make_offer(make_site(postcode="20200"), title="Bastia")
    make_offer(make_site(postcode="38100"), title="Grenoble")
    assert found(PartnerClient(partner)) == ["Grenoble", "Porto-Vecchio"]


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("latitude=91&longitude=0", (400, "VALIDATION_ERROR")),
        ("latitude=45", (400, "VALIDATION_ERROR")),
        ("latitude=nan&longitude=inf", (400, "VALIDATION_ERROR")),
        ("latitude=45&longitude=5&radius=-1", (400, "VALIDATION_ERROR")),
        ("keyword=%00", (400, "VALIDATION_ERROR")),
        ("page=0", (400, "VALIDATION_ERROR")),
        ("weeks[]=2026-W54", (422, "WRONG_PARAMS")),
        ("week_ids[]=202648999999", (422, "WRONG_PARAMS")),
        ("sectors[]=s99", (422, "WRONG_PARAMS")),
        ("sector_ids[]=%C2%B2", (422, "WRONG_PARAMS")),
        ("grades[]=terminale", (422, "WRONG_PARAMS")),
    ],
)
def test_what_cannot_be_read_is_told(api, query, error):
    assert error_of(api.get(f"{SEARCH}?{query}")) == error


def test_a_search_costs_few_queries(api, django_assert_max_num_queries):
    for number in range(5):
        make_offer(make_site(north_m=number))
    here = point_at(0, 0)
    with django_assert_max_num_queries(10):
        found(api, f"latitude={here.y}&longitude={here.x}&keyword=atelier")


def test_schools_by_name_and_town(db):
    college = make_college(name="Collège Ada Lovelace", postcode="38990")
    town = college.commune.name
    client = PartnerClient()
    by_name = client.call("POST", "/api/v2/schools/search", {"query": "lovelace"}).json()
    assert [school["code_uai"] for school in by_name["match_by_name"]] == [college.uai]
    by_city = client.call("POST", "/api/v2/schools/search", {"query": town}).json()
    assert [school["code_uai"] for school in by_city["match_by_city"][town]] == [college.uai]
    none = client.call("POST", "/api/v2/schools/search", {"query": "zzzz"}).json()
    assert none == {"match_by_city": {}, "match_by_name": [], "no_match": True}
    assert error_of(client.call("POST", "/api/v2/schools/search", {"query": "\x00"})) == (
        400,
        "VALIDATION_ERROR",
    )


def test_schools_nearby(db):
    near, far = make_college(point=point_at(2_000, 0)), make_college(point=point_at(5_000, 0))
    make_college(point=point_at(80_000, 0))
    make_college(point=None)
    here = point_at(0, 0)
    client = PartnerClient()
    place = {"latitude": here.y, "longitude": here.x}
    schools = client.call("POST", "/api/v2/schools/nearby", place).json()
    assert [school["code_uai"] for school in schools] == [near.uai, far.uai]
    for wrong in ({}, {"latitude": "x", "longitude": 1}, {"latitude": 10**400, "longitude": 1}):
        assert error_of(client.call("POST", "/api/v2/schools/nearby", wrong)) == (
            400,
            "VALIDATION_ERROR",
        )


def test_offers_of_others_are_never_changed(api):
    make_offer(remote_id="r1", source="tests")
    make_user()
    assert error_of(api.patch("r1", {"title": "x"})) == (404, "NOT_FOUND")
    assert error_of(api.delete("r1")) == (404, "NOT_FOUND")
    assert Offer.objects.open().count() == 1


def test_a_rare_word_is_looked_up_in_the_indexes_of_its_text(api):
    host = make_host("Apiculteur")
    made = [
        make_offer(title="Une semaine d'apiculture"),
        make_offer(title="Au rucher", description="On y apprend l'APICULTURE."),
        make_offer(make_site(host=host), title="Chez lui"),
    ]
    make_offer(title="Autre chose")
    assert found(api, "keyword=apicult") == [offer.title for offer in reversed(made)]
    with connection.cursor() as cursor:  # which reads a table as small as this one whole
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    query = QueryDict("keyword=apicult")
    # Without the other conditions: on some machines' statistics an index of theirs seems cheaper.
    for masked in ([], ["partner:1"]):
        plan = Offer.objects.filter(search._keyword(query, masked)).explain()
        assert "offer_title_trgm" in plan
        assert "offer_description_trgm" in plan


def test_a_search_is_read_again_when_offers_change(api):
    ours = make_partner(open_data=True)
    PartnerClient(ours).create(body(1, title="Première"))
    assert found(api) == ["Première"]
    PartnerClient(ours).create(body(2, title="Seconde"))
    assert found(api) == ["Seconde", "Première"]
    with CaptureQueriesContext(connection) as again:
        assert found(api) == ["Seconde", "Première"]
    assert not [one for one in again.captured_queries if "LIKE" in one["sql"]]
