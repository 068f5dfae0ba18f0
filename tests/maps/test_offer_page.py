"""An offer's own page: what it says, to whom, and where it leads."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from geo_matching.accounts.models import Season
from geo_matching.matching.queries import Filters, find_offers_for
from offers.models import Favourite, OfferDay
from offers.weeks import week_in_words, week_of
from tests.accounts.factories import make_host_user, make_student
from tests.applications.factories import WEEK, make_open_offer, send, team_member
from tests.matching.toy_town import FAR, FOOT, NEAR, offer_at
from tests.offers.factories import make_host, make_offer, make_site

pytestmark = pytest.mark.django_db


def page_of(offer, **query) -> tuple[str, dict]:
    return reverse("offer_page", args=[offer.pk]), query


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode().replace("&#x27;", "'")


def test_all_that_is_known_is_told_but_no_phone_and_no_name(client):
    offer = make_open_offer(
        capacity=4,
        seats_taken=1,
        daily_hours={
            **{day: ["9:00", "17:00"] for day in ("lundi", "mardi", "jeudi")},
            "mercredi": ["9:00", "12:00", "13:30", "16:00"],
        },
        programme={"mardi": "Visite du dépôt", "lundi": "Accueil à l'atelier"},
        tutor_name="Nadège Personne",
        tutor_trade="Ébéniste",
        jobs="Ébéniste, vendeuse",
        to_bring="Des chaussures fermées",
        accessibility="Un ascenseur",
        lunch_break="Cantine",
        accessible=True,
        audience="rep",
        group_size=2,
        quality_score=64,
        quality_parts=[{"rule": "hours", "label": "horaires donnés", "points": 10, "out_of": 10}],
    )
    page = text(client.get(*page_of(offer)))
    for words in (
        offer.title,
        offer.site.host.name,
        "3 places libres sur 4",
        "Lundi et mardi\u202f: 9\u202fh à 17\u202fh",
        "Mercredi\u202f: 9\u202fh à 12\u202fh et 13\u202fh\u202f30 à 16\u202fh",
        "Jeudi\u202f: 9\u202fh à 17\u202fh",
        "Ébéniste, vendeuse",
        "Des chaussures fermées",
        "Un ascenseur",
        "Cantine",
        "Accessible en fauteuil",
        "REP et REP+",
        "en groupe de 2 élèves",
        "64/100",
        "Horaires donnés",
        "10/10",
        offer.site.street,
        reverse("apply", args=[offer.pk]),
    ):
        assert words in page, words
    assert page.index("Accueil à l'atelier") < page.index("Visite du dépôt")
    assert "Nadège" not in page
    assert "Garder en favori" not in page
    assert "Signaler cette offre" in page


def test_weeks_that_have_begun_are_not_offered(client):
    gone = week_of(timezone.localdate() - dt.timedelta(weeks=2))
    page = text(client.get(*page_of(make_open_offer(weeks=[gone, WEEK]))))
    assert f"<dd>{week_in_words(WEEK)}</dd>" in page


def test_without_hours_by_day_the_pairs_are_told(client):
    offer = make_open_offer(hours=((8 * 3600, 16 * 3600),))
    assert "Du lundi au vendredi\u202f: 8\u202fh à 16\u202fh" in text(client.get(*page_of(offer)))


def test_a_pupil_may_apply_keep_and_follow(client):
    student = make_student()
    client.force_login(student.user)
    offer = make_open_offer()
    page = text(client.get(*page_of(offer)))
    assert reverse("apply", args=[offer.pk]) in page
    assert "Garder en favori" in page
    assert student.college.name in page
    Favourite.objects.create(user=student.user, offer=offer)
    assert "Retirer de mes favoris" in text(client.get(*page_of(offer)))
    send(offer, student)
    page = text(client.get(*page_of(offer)))
    assert "Suivre ma candidature" in page
    assert reverse("apply", args=[offer.pk]) not in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"seats_taken": 1}, "Toutes les places sont prises."),
        ({"permalink": "https://offres.example/3"}, "/partenaire/"),
    ],
)
def test_what_cannot_be_had_here_says_so(client, fields, words):
    page = text(client.get(*page_of(make_open_offer(**fields))))
    assert words in page
    assert "/candidater/" not in page


def test_a_visitor_is_not_sent_to_sign_in_for_nothing(client):
    nobody_answers = make_offer(permalink="", weeks=[WEEK])
    page = text(client.get(*page_of(nobody_answers)))
    assert "ne reçoit pas encore de candidatures" in page
    assert "/candidater/" not in page
    Season.objects.update_or_create(pk=1, defaults={"applications_open": False})
    page = text(client.get(*page_of(make_open_offer())))
    assert "Les candidatures sont fermées" in page
    assert "/candidater/" not in page


def test_what_is_over_shows_the_way_on_but_stays_for_those_it_concerns(client):
    offer = make_open_offer(weeks=[WEEK], capacity=2)
    application = send(offer)
    unpublished = {"published_at": None}
    for change in (unpublished, {"published_at": timezone.now(), "weeks": [202401]}):
        type(offer).objects.filter(pk=offer.pk).update(**change)
        client.logout()
        gone = client.get(*page_of(offer))
        assert gone.status_code == 410
        assert "Trouver un autre stage" in gone.content.decode()
        client.force_login(make_student().user)
        assert client.get(*page_of(offer)).status_code == 410
        for user, whom in ((application.student.user, "te"), (team_member(offer), "vous")):
            client.force_login(user)
            assert f"parce qu'elle {whom} concerne" in text(client.get(*page_of(offer)))
    assert client.get(reverse("offer_page", args=[10**9])).status_code == 404


def test_a_website_is_only_a_web_address(client):
    offer = make_open_offer()
    host = offer.site.host
    for website, shown in (("javascript:alert(1)", False), ("https://atelier.example", True)):
        type(host).objects.filter(pk=host.pk).update(website=website)
        assert (website in text(client.get(*page_of(offer)))) is shown


def test_the_list_goes_on_from_page_to_page(client, college):
    week = week_of(timezone.localdate() + dt.timedelta(weeks=4))
    offers = [offer_at(east, weeks=[week], sector="s31") for east in (FOOT, FAR, NEAR)]
    ranked = [r.offer for r in find_offers_for(college, Filters(max_minutes=90)).results]
    assert {card.pk for card in ranked} == {offer.pk for offer in offers}
    query = {"college": college.uai, "max": "90"}
    page = text(client.get(*page_of(ranked[1], **query)))
    tail = f"?college={college.uai}&amp;max=90"
    assert "Stage 2 sur 3" in page
    for other in (ranked[0], ranked[2]):
        assert reverse("offer_page", args=[other.pk]) + tail in page
    first = text(client.get(*page_of(ranked[0], **query)))
    assert "Précédent" not in first
    assert "Suivant" in first
    # Not in this list, no list, and nonsense: the page is there all the same.
    for other in ({"max": "15"}, {"semaine": "2026-W99", "max": "x", "tri": "?"}):
        assert client.get(*page_of(ranked[2], **(query | other))).status_code == 200
    for uai in ("0000000X", "x" * 500, "\x00"):
        assert "Tous les stages" in text(client.get(*page_of(ranked[0], college=uai)))


def test_a_page_costs_few_queries(client, college):
    offer = make_open_offer(daily_hours={}, audience="qpv")
    client.force_login(make_student(college).user)
    # As after the list: the collège is computed already.
    find_offers_for(college, Filters())
    with CaptureQueriesContext(connection) as captured:
        client.get(*page_of(offer, college=college.uai))
    assert len(captured) <= 22
    client.force_login(make_host_user(offer.site.host))
    with CaptureQueriesContext(connection) as captured:
        client.get(*page_of(offer))
    assert len(captured) <= 25


def test_hearts_are_for_pupils(client):
    assert '"favourites": null' in text(client.get(reverse("pupil")))
    student = make_student()
    kept = Favourite.objects.create(user=student.user, offer=make_open_offer())
    client.force_login(student.user)
    answer = client.get(reverse("pupil"))
    assert f'"favourites": [{kept.offer_id}]' in text(answer)
    assert "csrftoken" in answer.cookies


def test_a_shared_week_says_where_each_day_is(client):
    offer = make_open_offer(
        daily_hours={day: ["9:00", "17:00"] for day in ("lundi", "mardi", "mercredi")}
    )
    other = make_site(host=make_host("Boulangerie du Port"), street="4 quai des Essais")
    for day, site in (("lundi", offer.site), ("mardi", offer.site), ("mercredi", other)):
        OfferDay.objects.create(offer=offer, day=day, site=site, start_s=32400, end_s=61200)
    page = text(client.get(*page_of(offer)))
    assert "Lundi et mardi\u202f: 9\u202fh à 17\u202fh<br>" in page
    assert f"Mercredi\u202f: 9\u202fh à 17\u202fh, chez Boulangerie du Port, {other}" in page
