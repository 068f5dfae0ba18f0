"""The pupil's pages: apply, follow, keep."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from geo_matching.accounts.kept_forms import KEPT
from geo_matching.accounts.roles import Role
from geo_matching.applications import moving
from geo_matching.applications.conversation import Side, write
from geo_matching.applications.models import Application, PermalinkClicks
from geo_matching.applications.states import State
from offers.models import Favourite, Offer
from offers.weeks import format_week
from tests.accounts.factories import make_student, make_user
from tests.applications.factories import (
    MOTIVATION,
    NEXT_WEEK,
    WEEK,
    make_open_offer,
    send,
    team_member,
)

pytestmark = pytest.mark.django_db


def fields(**changes) -> dict:
    return {
        "week": WEEK,
        "motivation": MOTIVATION,
        "representative_name": "Dominique Essai",
        "representative_email": "dominique@essais.example",
        **changes,
    }


def text(response) -> str:
    return response.content.decode()


def test_a_pupil_applies(client, student):
    offer = make_open_offer()
    address = reverse("apply", args=[offer.pk])
    form = text(client.get(address))
    assert "Qu&#x27;aimes-tu faire" in form or "Qu'aimes-tu faire" in form
    answer = client.post(address, fields(), follow=True)
    assert answer.redirect_chain == [(reverse("my_applications"), 302)]
    assert "Ta candidature est envoyée." in text(answer)
    assert Application.objects.get().motivation == MOTIVATION
    # The same post again, as by a double click.
    client.post(address, fields())
    assert Application.objects.count() == 1


def test_the_week_that_the_list_was_asked_for_is_chosen_already(client, student):
    offer = make_open_offer()
    page = text(client.get(reverse("offer_page", args=[offer.pk]), {"semaine": format_week(WEEK)}))
    address = f"{reverse('apply', args=[offer.pk])}?semaine={format_week(WEEK)}"
    assert f'href="{address}"' in page
    assert f'value="{WEEK}" checked' in text(client.get(address))
    for other in ("2020-W01", "x"):
        answer = client.get(reverse("apply", args=[offer.pk]), {"semaine": other})
        assert "checked" not in text(answer)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"week": ""}, "Choisis une semaine."),
        ({"week": 202001}, "Choisis une semaine de la liste."),
        ({"motivation": "Bonjour"}, "Encore un peu"),
        ({"motivation": "x" * 1501}, "C&#x27;est un peu long"),
        ({"email": "pas une adresse"}, "Écris une adresse complète"),
        ({"phone": "zéro six"}, "Écris un numéro de téléphone"),
        ({"representative_name": " "}, "Écris le nom de ton père"),
        ({"representative_email": ""}, "Donne une adresse électronique ou un numéro"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_is_lost(client, student, changes, words):
    offer = make_open_offer()
    typed = fields(**changes)
    page = text(client.post(reverse("apply", args=[offer.pk]), typed))
    assert words in page
    assert 'aria-invalid="true"' in page
    kept = next(value for name, value in typed.items() if name not in changes and name != "week")
    assert str(kept).replace("'", "&#x27;") in page
    assert not Application.objects.exists()


def test_nothing_typed_is_lost_when_the_session_ends(client, student):
    offer = make_open_offer()
    address = reverse("apply", args=[offer.pk])
    who = re.search(r'name="who" value="([^"]+)"', text(client.get(address)))[1]
    client.logout()
    answer = client.post(address, fields(who=who, week=NEXT_WEEK))
    assert answer.status_code == 302
    assert f"next={address}" in answer["Location"]
    client.force_login(student.user)
    page = text(client.get(address))
    assert MOTIVATION.replace("'", "&#x27;") in page
    assert re.search(rf'value="{NEXT_WEEK}"\s+checked', page)
    assert MOTIVATION.replace("'", "&#x27;") not in text(client.get(address))


def test_the_next_pupil_at_the_same_computer_sees_nothing(client, student):
    offer = make_open_offer()
    address = reverse("apply", args=[offer.pk])
    who = re.search(r'name="who" value="([^"]+)"', text(client.get(address)))[1]
    client.logout()
    client.post(address, fields(who=who))
    client.force_login(make_student().user)
    assert MOTIVATION.replace("'", "&#x27;") not in text(client.get(address))
    client.logout()
    client.post(address, fields(who="forged"))
    assert KEPT not in client.session


def test_an_offer_that_is_not_for_this_pupil_says_why(client, student):
    offer = make_open_offer(seats_taken=1)
    page = client.get(reverse("apply", args=[offer.pk]))
    assert "Toutes les places sont prises." in text(page)
    assert "<textarea" not in text(page)


def test_a_partner_s_offer_leads_there_and_clicks_are_counted(client, student):
    offer = make_open_offer(permalink="https://offres.example/12")
    assert reverse("partner_offer", args=[offer.pk]) in text(
        client.get(reverse("apply", args=[offer.pk]))
    )
    for _ in range(3):
        answer = client.get(reverse("partner_offer", args=[offer.pk]))
        assert (answer.status_code, answer["Location"]) == (302, "https://offres.example/12")
    assert PermalinkClicks.objects.get().clicks == 3
    bad = make_open_offer(permalink="javascript:alert(1)")
    assert client.get(reverse("partner_offer", args=[bad.pk])).status_code == 404


def test_the_list_says_where_each_stands_and_what_to_do(client, student):
    accepted, waiting = (
        send(make_open_offer(title=title), student) for title in ("Au garage", "Au moulin")
    )
    moving.accept(accepted.pk, team_member(accepted.offer), "À lundi !")
    page = text(client.get(reverse("my_applications")))
    assert "À lundi !" in page
    assert page.index(accepted.offer.title) < page.index(waiting.offer.title)
    assert page.count('value="confirm"') == 1
    assert 'value="remind"' not in page
    Application.objects.update(submitted_at=timezone.now() - dt.timedelta(days=6))
    assert text(client.get(reverse("my_applications"))).count('value="remind"') == 1


@pytest.mark.parametrize(
    ("verb", "state"), [("confirm", State.CONFIRMED), ("withdraw", State.WITHDRAWN)]
)
def test_a_pupil_answers(client, student, verb, state):
    application = send(student=student)
    moving.accept(application.pk, team_member(application.offer))
    address = reverse("application_move", args=[application.pk])
    assert client.post(address, {"verb": verb}).status_code == 302
    assert Application.objects.get().state == state
    assert client.post(address, {"verb": "eat"}).status_code == 404


def test_who_has_confirmed_opens_its_agreement_from_there(client, student):
    application = send(student=student)
    moving.accept(application.pk, team_member(application.offer))
    address = reverse("my_applications")
    assert "Ma convention" not in text(client.get(address))
    moving.confirm(application.pk, student.user)
    agreement = Application.objects.get().agreement
    assert f'href="{reverse("agreement", args=[agreement.pk])}"' in text(client.get(address))


def test_what_is_too_late_is_told(client, student):
    application = send(student=student)
    answer = client.post(
        reverse("application_move", args=[application.pk]), {"verb": "confirm"}, follow=True
    )
    assert "a envoyé sa candidature le" in text(answer)


def test_another_pupil_s_application_is_not_there(client, student):
    other = send()
    address = reverse("application_move", args=[other.pk])
    assert client.post(address, {"verb": "withdraw"}).status_code == 404


@pytest.mark.parametrize("name", ["my_applications", "favourites"])
def test_pages_of_pupils_are_for_pupils(client, name):
    assert client.get(reverse(name)).status_code == 302
    client.force_login(make_user(Role.HOST))
    assert client.get(reverse(name)).status_code == 403


def test_a_page_costs_few_queries_whatever_it_holds(client, student):
    def queries(name):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name)).status_code == 200
        return len(captured)

    for _ in range(3):
        send(student=student)
        Favourite.objects.create(user=student.user, offer=make_open_offer())
    few = [queries(name) for name in ("my_applications", "favourites")]
    for _ in range(7):
        application = send(student=student)
        write(application.pk, team_member(application.offer), Side.HOST, "Bonjour")
        Favourite.objects.create(user=student.user, offer=make_open_offer(seats_taken=1))
    assert [queries(name) for name in ("my_applications", "favourites")] == few
    assert max(few) <= 15


@pytest.mark.parametrize("hidden", ["published_at", "removed_at"])
def test_what_pupils_may_not_see_cannot_be_kept(client, student, hidden):
    offer = make_open_offer(title="Un secret")
    setattr(offer, hidden, None if hidden == "published_at" else timezone.now())
    offer.save()
    assert client.post(reverse("favourite", args=[offer.pk]), {"keep": "1"}).status_code == 404
    assert "Un secret" not in text(client.get(reverse("favourites")))


def test_what_was_taken_off_is_let_go_of(client, student):
    offer = make_open_offer()
    client.post(reverse("favourite", args=[offer.pk]), {"keep": "1"})
    Offer.objects.update(published_at=None)
    client.post(reverse("favourite", args=[offer.pk]), {"keep": "0"})
    assert not Favourite.objects.exists()
