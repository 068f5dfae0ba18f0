"""The pages of agreements: each party sees its own, fills its part, signs; nobody sees another's."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from geo_matching.accounts.roles import Role
from geo_matching.applications.agreements.making import agreement_for
from geo_matching.applications.agreements.signing import reopen, sign_by_paper
from geo_matching.applications.models import Agreement, Signature
from geo_matching.notifications.models import Notification
from tests.accounts.factories import make_staff, make_student
from tests.applications.papers import PDF
from tests.applications.stages import another_pupil, make_stage
from tests.applications.test_agreement_states import complete

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return make_stage()


def text(response) -> str:
    return response.content.decode()


def host_part(**changes) -> dict[str, str]:
    days = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
    hours = {f"{day}_{m}": t for day in days for m, t in (("start", "09:00"), ("end", "16:30"))}
    return {
        "host_name": "Menuiserie des Essais",
        "host_siret": "123 456 782 00010",
        "host_signatory": "Andrea Menuisier, gérante",
        "host_email": "atelier@essais.example",
        "place": "1 rue des Essais, 38990 Valbourg",
        "tutor_name": "Andrea Menuisier",
        "lunch": "Salle commune",
        "activities": "Poncer.",
        **hours,
        **changes,
    }


def test_each_party_lists_its_own(client, stage, django_assert_max_num_queries):
    agreement = agreement_for(stage.application)
    agreement_for(make_stage().application)
    for number in range(4):
        agreement_for(another_pupil(stage, f"3e {'AB'[number % 2]}"))
    for user, count in ((stage.pupil, 1), (stage.host_user, 5), (stage.head, 5)):
        client.force_login(user)
        with django_assert_max_num_queries(14):
            page = text(client.get("/conventions/"))
        assert page.count("agreement-list__item") == count
        assert f"/conventions/{agreement.pk}/" in page
    school_class = stage.student.school_class_id
    assert (
        text(client.get(f"/conventions/?classe={school_class}")).count("agreement-list__item") == 3
    )
    assert "Aucune convention ici" in text(client.get("/conventions/?etat=signed"))


@pytest.mark.parametrize("action", ["", "convention.pdf", "papier/", "structure/", "college/"])
def test_somebody_elses_agreement_does_not_exist(client, stage, action):
    agreement = complete(stage)
    sign_by_paper(agreement, stage.head, PDF)
    for user in (make_student().user, make_staff(role=Role.HEAD), make_stage().host_user):
        client.force_login(user)
        assert client.get(f"/conventions/{agreement.pk}/{action}").status_code == 404


@pytest.mark.parametrize("action", ["signer", "lien", "rouvrir", "papier/deposer"])
def test_nor_can_anything_be_done_to_it(client, stage, action):
    agreement = complete(stage)
    client.force_login(make_student().user)
    assert client.post(f"/conventions/{agreement.pk}/{action}/").status_code == 404


def test_the_host_fills_its_part_and_nothing_typed_is_lost(client, stage):
    agreement = agreement_for(stage.application)
    client.force_login(stage.host_user)
    address = f"/conventions/{agreement.pk}/structure/"
    assert "Il manque le nom de la personne qui signe" in text(
        client.get(f"/conventions/{agreement.pk}/")
    )

    wrong = client.post(address, host_part(host_siret="12", mardi_end="08:00", activities="Clouer"))
    for words in ("Un SIRET a 14 chiffres.", "Le départ vient après", "Clouer"):
        assert words in text(wrong)

    partly = host_part(mercredi_start="", mercredi_end="")
    told = client.post(address, {**partly, "finish": "1"})
    assert "Il manque les horaires du mercredi." in text(told)
    agreement.refresh_from_db()
    assert agreement.host_signatory == "Andrea Menuisier, gérante"

    client.post(address, {**partly, "mercredi_off": "on", "finish": "1"})
    agreement.refresh_from_db()
    assert agreement.daily_hours["mercredi"] == []
    assert agreement.daily_hours["lundi"] == ["09:00", "16:30"]
    assert agreement.host_done_at is not None
    assert 'value="09:00"' in text(client.get(address))


def test_each_fills_its_own_part_only(client, stage):
    agreement = agreement_for(stage.application)
    for user, name in (
        (stage.host_user, "college"),
        (stage.head, "structure"),
        (stage.pupil, "structure"),
        (stage.pupil, "college"),
    ):
        client.force_login(user)
        assert client.get(f"/conventions/{agreement.pk}/{name}/").status_code == 403


def test_the_school_fills_its_part_and_the_signing_begins(client, stage):
    agreement = agreement_for(stage.application)
    client.force_login(stage.host_user)
    client.post(f"/conventions/{agreement.pk}/structure/", {**host_part(), "finish": "1"})
    client.force_login(make_staff(stage.student.college, Role.SECRETARY))
    part = {
        "school_name": "Collège des Tilleuls",
        "school_address": "3 rue des Tilleuls",
        "teacher_name": "Sacha Prof",
        "insurance": "Contrat du collège",
        "finish": "1",
    }
    client.post(f"/conventions/{agreement.pk}/college/", part)
    agreement.refresh_from_db()
    assert agreement.status == "to_sign"
    assert client.get(f"/conventions/{agreement.pk}/college/").status_code == 302


def test_a_party_signs_by_its_account(client, stage, django_assert_max_num_queries):
    agreement = complete(stage)
    client.force_login(stage.pupil)
    address = f"/conventions/{agreement.pk}/"
    with django_assert_max_num_queries(14):
        page = text(client.get(address))
    assert "À vous de signer" in page
    unticked = client.post(f"{address}signer/")
    assert "Cochez la case" in text(unticked)
    signed = text(client.post(f"{address}signer/", {"agrees": "on"}, follow=True))
    assert "Votre signature est enregistrée" in signed
    assert "À vous de signer" not in signed
    assert agreement.signatures.get().name == str(stage.pupil)
    client.force_login(make_staff(stage.student.college))
    assert client.post(f"{address}signer/", {"agrees": "on"}).status_code == 403


def test_the_head_signs_many_after_a_look(client, stage):
    ready = [
        complete(stage, application)
        for application in (stage.application, another_pupil(stage), another_pupil(stage, "3e B"))
    ]
    client.force_login(stage.head)
    asked = text(client.post("/conventions/signer/", {"convention": [ready[0].pk, ready[1].pk]}))
    assert "Signer 2 conventions" in asked
    assert not ready[0].signatures.exists()
    body = {"convention": [ready[0].pk, ready[1].pk], "confirmed": "1"}
    assert "Conventions signées\u202f: 2" in text(
        client.post("/conventions/signer/", body, follow=True)
    )
    rest = text(client.post("/conventions/signer/", {"all": "1"}))
    assert "Signer 1 convention" in rest
    assert "attend votre signature" in text(client.post("/conventions/signer/", {}, follow=True))
    client.force_login(make_staff(stage.student.college, Role.SECRETARY))
    assert client.post("/conventions/signer/", body).status_code == 403


def test_the_school_opens_it_again_with_a_reason(client, stage):
    agreement = complete(stage)
    client.force_login(stage.head)
    address = f"/conventions/{agreement.pk}/rouvrir/"
    assert "Dites en quelques mots" in text(client.post(address, {"reason": ""}))
    client.post(address, {"reason": "Le tuteur change."})
    agreement.refresh_from_db()
    assert agreement.status == "draft"
    client.force_login(stage.host_user)
    assert client.post(address, {"reason": "Non"}).status_code == 403


def test_a_new_link_goes_to_the_family_but_not_every_minute(client, stage):
    agreement = complete(stage)
    client.force_login(stage.pupil)
    address = f"/conventions/{agreement.pk}/lien/"
    assert "un quart d" in text(client.post(address, {"party": "representative"}, follow=True))
    agreement.links.update(created_at=timezone.now() - dt.timedelta(hours=1))
    client.post(address, {"party": "representative"})
    assert Notification.objects.filter(kind="agreement_link_representative").count() == 2
    assert agreement.links.filter(expires_at__gt=timezone.now()).count() == 1
    assert client.post(address, {"party": "host"}).status_code == 403
    assert client.post(address, {"party": "nobody"}).status_code == 403


def test_a_cancelled_stage_says_so(client, stage):
    agreement = complete(stage)
    stage.application.state = "cancelled_by_host"
    stage.application.save()
    client.force_login(stage.pupil)
    assert "la convention n'a plus d'effet" in text(client.get(f"/conventions/{agreement.pk}/"))
    assert not Agreement.objects.visible_to(stage.pupil).live().exists()
    assert "n&#x27;a plus lieu" in text(
        client.post(f"/conventions/{agreement.pk}/signer/", {"agrees": "on"}, follow=True)
    )


def test_a_reopened_agreement_can_be_completed_again(client, stage):
    agreement = complete(stage)
    reopen(agreement, stage.head, "Horaires")
    assert complete(stage).status == "to_sign"
    agreement.refresh_from_db()
    assert agreement.moves.count() == 4


def test_a_form_kept_while_the_session_was_over_is_shown_not_saved(client, stage):
    agreement = agreement_for(stage.application)
    client.force_login(stage.host_user)
    address = f"/conventions/{agreement.pk}/structure/"
    (who,) = re.findall(r'name="who" value="([^"]+)"', client.get(address).content.decode())
    client.logout()
    typed = {"host_name": "Un autre nom", "place": "Ailleurs", "who": who}
    client.post(address, typed)
    client.force_login(stage.host_user)
    page = client.get(address)
    assert page.status_code == 200
    assert "Un autre nom" in page.content.decode()
    agreement.refresh_from_db()
    assert agreement.host_name == stage.host.name


def test_ticked_numbers_that_are_none_sign_nothing(client, stage):
    client.force_login(stage.head)
    ticked = {"convention": ["9" * 40, "x"], "confirmed": "1"}
    assert client.post("/conventions/signer/", ticked).status_code == 302
    assert not Signature.objects.exists()
