"""The compatible API: create, list, change and delete, with the answers that partners know."""

import pytest

from geo_matching.common.versions import current
from offers.models import Host, Offer, PartnerDetails, Site, WorkingHours
from tests.api.partner_world import OFFERS, PartnerClient, error_of, make_partner
from tests.offers.partner_bodies import body

pytestmark = pytest.mark.django_db
ANSWER = {
    "title",
    "description",
    "employer_name",
    "employer_description",
    "employer_website",
    "street",
    "zipcode",
    "city",
    "remote_id",
    "permalink",
    "max_candidates",
    "published_at",
    "is_public",
    "formatted_coordinates",
    "weeks",
    "grades",
    "coordinates_precision",
}


@pytest.fixture
def partner(db):
    return make_partner()


@pytest.fixture
def api(partner):
    return PartnerClient(partner)


def test_an_offer_is_created_and_becomes_an_ordinary_one(api, partner):
    before = current("ranking")
    response = api.create(body(weeks=["2027-W01", "2027-W3"]))
    assert response.status_code == 201
    answer = response.json()
    assert set(answer) == ANSWER
    assert answer["weeks"] == ["2027-W1", "2027-W3"]
    assert answer["formatted_coordinates"] == {"latitude": 45.2, "longitude": 5.7}
    assert answer["coordinates_precision"] == "given"
    assert answer["published_at"].endswith(("+01:00", "+02:00"))
    offer = Offer.objects.open().get()
    assert (offer.source, offer.remote_id) == (partner.source, "r1")
    assert offer.quality_score == sum(part["points"] for part in offer.quality_parts) > 0
    hours = offer.hours.order_by("end_s").values_list("start_s", "end_s")
    assert list(hours) == [(32400, 43200), (32400, 61200)]
    assert current("ranking") == before + 1


def test_offers_of_one_place_share_host_and_site(api):
    api.create(body(1))
    api.create(body(2, street="1 RUE DES ESSAIS", employer_description="Autre texte."))
    assert (Host.objects.count(), Site.objects.count(), Offer.objects.count()) == (1, 1, 2)
    # The last body describes the host.
    assert Host.objects.get().description == "Autre texte."


def test_a_taken_identifier_is_a_conflict_that_says_where(api):
    api.create(body(remote_id="a/b c"))
    response = api.create(body(remote_id="a/b c"))
    assert error_of(response) == (409, "DUPLICATE_API")
    assert response.json()["location"].endswith(response["Location"])
    assert api.get(response["Location"]).json()["remote_id"] == "a/b c"


def test_two_partners_may_have_the_same_identifier(api):
    other = PartnerClient(make_partner())
    assert api.create(body(title="Le mien")).status_code == 201
    assert other.create(body(title="Le leur")).status_code == 201
    assert other.patch("r1", {"title": "Encore le leur"}).status_code == 200
    assert set(Offer.objects.values_list("title", flat=True)) == {"Le mien", "Encore le leur"}
    assert other.delete("r1").status_code == 200
    assert Offer.objects.open().get().title == "Le mien"


def test_a_patch_changes_what_it_names_and_nothing_else(api):
    created = api.create(body()).json()
    changed = api.patch("r1", {"title": "Autre titre", "max_candidates": 5}).json()
    assert changed == {**created, "title": "Autre titre", "max_candidates": 5}
    emptied = api.patch("r1", {"employer_website": None}).json()
    assert emptied["employer_website"] is None
    assert error_of(api.patch("r1", {"title": None})) == (400, "VALIDATION_ERROR")
    assert error_of(api.patch("r1", {"remote_id": "r2"})) == (400, "VALIDATION_ERROR")
    assert error_of(api.patch("nothing", {"title": "x"})) == (404, "NOT_FOUND")


def test_the_same_patch_twice_moves_nothing_the_second_time(api):
    api.create(body())
    api.patch("r1", {"title": "Autre titre"})
    version, updated = current("ranking"), Offer.objects.get().updated_at
    assert api.patch("r1", {"title": "Autre titre"}).status_code == 200
    assert (current("ranking"), Offer.objects.get().updated_at) == (version, updated)


def test_null_unpublishes_and_a_date_publishes_again(api):
    api.create(body())
    assert api.patch("r1", {"published_at": None}).json()["published_at"] is None
    assert not Offer.objects.open().exists()
    # Absent is no change.
    assert api.patch("r1", {"title": "Autre"}).json()["published_at"] is None
    again = api.patch("r1", {"published_at": "2026-11-23T08:00:00+01:00"}).json()
    assert again["published_at"] == "2026-11-23T08:00:00.000+01:00"
    assert Offer.objects.open().exists()


def test_a_new_week_or_day_replaces_the_old_ones(api):
    api.create(body())
    api.patch("r1", {"weeks": ["2027-W05"], "daily_hours": {"lundi": ["8:00", "16:00"]}})
    offer = Offer.objects.get()
    assert offer.weeks == [202705]
    assert list(WorkingHours.objects.values_list("start_s", "end_s")) == [(28800, 57600)]


def test_deleting_keeps_the_row_and_its_identifier(api):
    created = api.create(body()).json()
    assert api.delete("r1").json() == created
    assert error_of(api.delete("r1")) == (409, "API_ALREADY_DESTROYED")
    assert error_of(api.patch("r1", {"title": "x"})) == (409, "API_ALREADY_DESTROYED")
    assert error_of(api.create(body())) == (409, "DUPLICATE_API")
    offer = Offer.objects.get()
    assert offer.removed_at is not None
    assert offer.published_at is None
    assert api.get(OFFERS).json()["pagination"]["totalInternshipOffers"] == 0


def test_seats_that_are_taken_stay(api):
    api.create(body(max_candidates=3))
    Offer.objects.update(seats_taken=2)
    response = api.patch("r1", {"max_candidates": 1})
    assert error_of(response) == (400, "VALIDATION_ERROR")
    assert "2 places" in response.json()["error"]["max_candidates"][0]
    assert api.patch("r1", {"max_candidates": 2}).status_code == 200
    assert Offer.objects.get().seats_taken == 2


def test_an_offer_of_seconde_is_kept_and_not_shown_to_3e(api):
    weeks = ["2027-W24", "2027-W25"]
    assert error_of(api.create(body(grades=["seconde"]))) == (422, "WRONG_PARAMS")
    response = api.create(body(grades=["seconde"], weeks=weeks))
    assert response.status_code == 422
    good = api.create(body(grades=["seconde"], weeks=["2027-W25", "2027-W26"]))
    assert good.status_code == 201
    assert good.json()["published_at"] is not None
    assert "seconde" in good.json()["notice"]
    assert not Offer.objects.open().exists()
    api.patch("r1", {"grades": ["troisieme"]})
    assert Offer.objects.open().exists()


def test_a_moderators_decision_stays_until_the_partner_dates_the_offer(api):
    api.create(body())
    Offer.objects.update(published_at=None)
    api.patch("r1", {"title": "Autre"})
    assert not Offer.objects.open().exists()


def test_the_name_of_the_structure_is_hidden_where_the_partner_asked(partner, api):
    partner.masked_data = True
    partner.save()
    answer = api.create(body()).json()
    assert answer["employer_name"] == "Structure d'accueil"
    assert answer["employer_website"] is None
    # What was hidden comes back: the name stays.
    api.patch("r1", {"employer_name": "Structure d'accueil", "title": "Autre"})
    assert Host.objects.get().name == "Menuiserie des Essais"
    api.patch("r1", {"employer_chosen_name": "Un atelier"})
    (line,) = api.get(OFFERS).json()["internshipOffers"]
    assert (line["employer_name"], line["employer_website"]) == ("Un atelier", None)
    assert PartnerDetails.objects.get().employer_chosen_name == "Un atelier"


def test_the_list_is_paged_from_the_last_to_the_first(api, django_assert_max_num_queries):
    for number in range(32):
        api.create(body(number, weeks=["2026-W48", "2026-W49"]))
    with django_assert_max_num_queries(4):
        first = api.get(OFFERS).json()
    assert first["pagination"] == {
        "totalInternshipOffers": 32,
        "internshipOffersPerPage": 30,
        "totalPages": 2,
        "currentPage": 1,
        "nextPage": "http://testserver/api/v2/internship_offers?page=2",
        "prevPage": None,
        "isFirstPage": True,
        "isLastPage": False,
        "pageUrlBase": "http://testserver/api/v2/internship_offers",
    }
    assert [line["remote_id"] for line in first["internshipOffers"]][:2] == ["r31", "r30"]
    second = api.get(f"{OFFERS}?page=2").json()
    assert [line["remote_id"] for line in second["internshipOffers"]] == ["r1", "r0"]
    line = second["internshipOffers"][0]
    assert (line["date_start"], line["date_end"]) == ("23 novembre 2026", " 4 décembre 2026")
    assert line["weeks"] == "du 23/11/2026 au 27/11/2026, du 30/11/2026 au 04/12/2026"
    beyond = api.get(f"{OFFERS}?page=9").json()
    assert beyond["internshipOffers"] == []
    assert beyond["pagination"]["isLastPage"] is True
    assert error_of(api.get(f"{OFFERS}?page=zero")) == (400, "VALIDATION_ERROR")


def test_changes_cost_a_bounded_number_of_queries(api, django_assert_max_num_queries):
    api.create(body(1))
    with django_assert_max_num_queries(25):
        api.create(body(2))
    with django_assert_max_num_queries(25):
        api.patch("r2", {"title": "Autre"})
    with django_assert_max_num_queries(14):
        api.delete("r2")


@pytest.mark.parametrize("path", [OFFERS, f"{OFFERS}/"])
def test_a_slash_at_the_end_is_allowed(api, path):
    assert api.call("POST", path, {"internship_offer": body()}).status_code == 201
    assert api.get(path).status_code == 200
    assert api.call("DELETE", f"{OFFERS}/r1/").status_code == 200
