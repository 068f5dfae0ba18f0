"""The host's inbox: list, answers, co-workers, spreadsheet."""

import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from geo_matching.applications import moving
from geo_matching.applications.conversation import Side, write
from geo_matching.applications.models import AnswerLink, Application
from geo_matching.applications.states import State
from geo_matching.notifications.models import Notification
from tests.accounts.factories import make_host_user, make_student
from tests.applications.factories import MOTIVATION, make_open_offer, send, team_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    return make_open_offer(capacity=2)


@pytest.fixture
def member(client, offer):
    member = team_member(offer)
    client.force_login(member)
    return member


def page_of(application) -> str:
    return reverse("inbox_application", args=[application.pk])


def text(response) -> str:
    return response.content.decode()


def states() -> list[str]:
    return list(Application.objects.order_by("pk").values_list("state", flat=True))


def test_opening_reads_it_and_looking_does_not(client, member, offer):
    application = send(offer)
    client.get(reverse("inbox"))
    client.head(page_of(application))
    assert states() == [State.SUBMITTED]
    page = text(client.get(page_of(application)))
    assert MOTIVATION.replace("'", "&#x27;") in page
    assert states() == [State.READ]


def test_what_came_to_others_is_not_there(client, member):
    other = send()
    assert client.get(page_of(other)).status_code == 404
    assert client.post(page_of(other), {"verb": "accept"}).status_code == 404
    client.post(reverse("inbox"), {"verb": "accept", "chosen": [other.pk]})
    assert states() == [State.SUBMITTED]
    assert other.offer.title not in text(client.get(reverse("inbox")))


@pytest.mark.parametrize(
    ("verb", "state"), [("accept", State.ACCEPTED), ("reject", State.REJECTED)]
)
def test_an_answer_with_words(client, member, offer, verb, state):
    application = send(offer)
    answer = client.post(page_of(application), {"verb": verb, "message": "Merci à toi."})
    assert answer.status_code == 302
    application.refresh_from_db()
    assert (application.state, application.answer) == (state, "Merci à toi.")


def test_ready_made_words_stand_before_one_s_own(client, member, offer):
    application = send(offer)
    sentence = re.search(
        r'<option value="(Nous avons reçu[^"]+)"', text(client.get(page_of(application)))
    )[1]
    sentence = sentence.replace("&#x27;", "'")
    client.post(
        page_of(application), {"verb": "reject", "sentence": sentence, "message": "Courage"}
    )
    application.refresh_from_db()
    assert application.answer == f"{sentence}\n\nCourage"
    # Left chosen by mistake, they do not go with an acceptance.
    welcome = {"verb": "accept_again", "sentence": sentence, "message": "Viens !"}
    client.post(page_of(application), welcome)
    application.refresh_from_db()
    assert (application.state, application.answer) == (State.ACCEPTED, "Viens !")


def test_the_second_of_the_team_is_told_and_keeps_its_words(client, member, offer):
    application = send(offer)
    colleague = make_host_user(offer.site.host)
    moving.reject(application.pk, colleague)
    answer = client.post(page_of(application), {"verb": "accept", "message": "Bienvenue !"})
    assert answer.status_code == 409
    assert f"{colleague} a refusé cette candidature le" in text(answer)
    assert "Bienvenue !" in text(answer)


def test_several_at_once_and_those_that_cannot_be(client, member, offer):
    applications = [send(offer) for _ in range(3)]
    chosen = [a.pk for a in applications]
    page = client.post(reverse("inbox"), {"verb": "accept", "chosen": chosen}, follow=True)
    assert states() == [State.ACCEPTED, State.ACCEPTED, State.SUBMITTED]
    assert "Réponse envoyée à 2 élèves." in text(page)
    assert "Toutes les places de cette offre sont prises." in text(page)


def test_nothing_ticked_is_told_and_the_words_stay(client, member, offer):
    send(offer)
    page = text(client.post(reverse("inbox"), {"verb": "reject", "message": "Désolés"}))
    assert "Cochez au moins une candidature" in page
    assert "Désolés" in page


def test_filters_by_state_and_offer(client, member, offer):
    other = make_open_offer(site=offer.site, title="Une autre offre")
    one, two = send(offer), send(other)
    moving.accept(two.pk, member)

    def listed(**query):
        page = text(client.get(reverse("inbox"), query))
        return set(map(int, re.findall(r'id="choix-(\d+)"', page)))

    assert listed() == {one.pk}
    assert listed(etat="toutes") == {one.pk, two.pk}
    assert listed(etat="acceptees") == {two.pk}
    assert listed(etat="toutes", offre=other.pk) == {two.pk}
    assert listed(etat="rien", offre="x") == {one.pk}
    assert listed(offre="9" * 30) == {one.pk}


def test_the_choice_of_offers_holds_those_of_the_team_that_got_applications(client, member, offer):
    titled = make_open_offer(site=offer.site, title="Scie & rabot", capacity=2)
    moving.accept(send(titled).pk, member)
    make_open_offer(site=offer.site, title="Sans candidature")
    send(make_open_offer(title="D'une autre structure"))
    page = client.get(reverse("inbox"), {"etat": "toutes", "offre": titled.pk}).content.decode()
    choices = re.findall(r"<option[^>]*>[^<]*\(.*?</option>", page)
    assert choices == [
        f'<option value="{titled.pk}" selected>Scie &amp; rabot (1 place libre)</option>'
    ]


def test_a_message_and_its_mistakes(client, member, offer):
    application = send(offer)
    page = client.post(page_of(application), {"verb": "message", "message": ""})
    assert "Écrivez votre message." in text(page)
    client.post(page_of(application), {"verb": "message", "message": "Viens par la cour."})
    assert application.messages.get().author == member


def test_what_was_typed_comes_back_after_signing_in(client, member, offer):
    application = send(offer)
    who = re.search(r'name="who" value="([^"]+)"', text(client.get(page_of(application))))[1]
    client.logout()
    answer = client.post(
        page_of(application), {"verb": "message", "message": "Un long message", "who": who}
    )
    assert answer.status_code == 302
    client.force_login(member)
    assert "Un long message" in text(client.get(page_of(application)))
    assert not application.messages.exists()


def link_of(client, application, email="collegue@essais.example") -> str:
    client.post(page_of(application), {"verb": "transfer", "email": email})
    return Notification.objects.filter(kind="application_link").latest("pk").path


def test_a_colleague_answers_by_a_link_without_an_account(client, member, offer):
    application = send(offer)
    path = link_of(client, application)
    assert states() == [State.TRANSFERRED]
    assert path.split("/")[2] not in str(list(AnswerLink.objects.values()))
    client.logout()
    page = client.get(path)
    assert MOTIVATION.replace("'", "&#x27;") in text(page)
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert client.post(path, {"verb": "cancel"}).status_code == 409
    done = client.post(path, {"verb": "accept", "message": "À bientôt"})
    assert "Merci" in text(done)
    assert states() == [State.ACCEPTED]
    # Once answered it opens nothing personal any more, and a second answer is told who was first.
    for late in (client.get(path), client.post(path, {"verb": "reject"})):
        assert late.status_code == 410
        assert "La personne à qui le lien a été transmis a accepté" in text(late)
        assert MOTIVATION.replace("'", "&#x27;") not in text(late)


def test_a_link_of_another_or_of_long_ago_opens_nothing(client, member, offer):
    path = link_of(client, send(offer))
    unknown = client.get("/lien/inconnu/")
    assert unknown.status_code == 404
    assert "Lien inconnu" in text(unknown)
    AnswerLink.objects.update(expires_at="2020-01-01T00:00:00Z")
    assert client.get(path).status_code == 410
    assert client.post(path, {"verb": "accept"}).status_code == 410
    assert states() == [State.TRANSFERRED]


def test_the_spreadsheet_holds_what_is_filtered_and_no_formula(client, member, offer):
    student = make_student(last_name="=HYPERLINK(1)", first_name="@SUM")
    application = send(offer, student)
    Application.objects.update(motivation="+1\x07 bonjour", phone="+33 6 12 34 56 78")
    answer = client.get(reverse("inbox_export"))
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    header, row = book.active.iter_rows()
    values = dict(zip([c.value for c in header], row, strict=True))
    assert values["Nom"].value == "'=HYPERLINK(1)"
    assert values["Prénom"].value == "'@SUM"
    assert values["Motivation"].value == "'+1 bonjour"
    assert all(cell.data_type != "f" for cell in row)
    assert values["Offre"].value == application.offer.title
    moving.reject(application.pk, member)
    empty = client.get(reverse("inbox_export"))
    assert load_workbook(io.BytesIO(b"".join(empty.streaming_content))).active.max_row == 1


def test_the_inbox_costs_few_queries_whatever_it_holds(client, member, offer):
    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    first = send(offer)
    client.get(page_of(first))
    few = queries(reverse("inbox")), queries(page_of(first))
    for _ in range(6):
        send(offer)
        write(first.pk, make_host_user(offer.site.host), Side.HOST, "Bonjour")
    assert (queries(reverse("inbox")), queries(page_of(first))) == few
    assert max(few) <= 15


def test_the_list_has_pages(client, member, offer):
    for _ in range(27):
        send(offer)
    assert text(client.get(reverse("inbox"))).count('name="chosen"') == 25
    assert text(client.get(reverse("inbox"), {"page": "2"})).count('name="chosen"') == 2
    assert text(client.get(reverse("inbox"), {"page": "x"})).count('name="chosen"') == 25
