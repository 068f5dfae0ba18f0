"""The agreement: filled from what is known, completed, signed by four, opened again."""

import pytest

from geo_matching.accounts.roles import Role
from geo_matching.applications.agreements.heads import head_of
from geo_matching.applications.agreements.making import NotConfirmedError, agreement_for
from geo_matching.applications.agreements.missing import missing_of_host
from geo_matching.applications.agreements.signing import (
    RefusedError,
    finish_part,
    reopen,
    sign,
    sign_all,
    sign_by_paper,
)
from geo_matching.applications.models import Agreement, Party, Signature
from geo_matching.applications.states import State
from geo_matching.notifications.models import Notification
from offers.models import OfferDay
from tests.accounts.factories import make_staff
from tests.applications.papers import PDF
from tests.applications.stages import another_pupil, make_stage
from tests.offers.factories import make_host, make_site

pytestmark = pytest.mark.django_db
BY_ACCOUNT = Signature.How.ACCOUNT


@pytest.fixture
def stage():
    return make_stage()


def complete(stage, application=None) -> Agreement:
    """Make an agreement and finish both parts."""
    agreement = agreement_for(application or stage.application)
    agreement.host_signatory, agreement.teacher_name = "Andrea Menuisier, gérante", "Sacha Prof"
    agreement.insurance = "Responsabilité civile de la famille"
    agreement.save()
    finish_part(agreement, Party.HOST, stage.host_user)
    return finish_part(agreement, Party.HEAD, stage.head)


def test_it_is_filled_from_what_is_known(stage):
    agreement = agreement_for(stage.application)
    assert agreement.host_name == "Menuiserie des Essais"
    assert agreement.host_siret == "12345678200010"
    assert agreement.place == str(stage.offer.site)
    assert agreement.tutor_name == "Andrea Menuisier"
    assert agreement.daily_hours["lundi"] == ["9:00", "17:00"]
    assert (
        agreement.activities == "Lundi\u202f: Visite de l'atelier.\nMardi\u202f: Mesurer et poncer."
    )
    assert agreement.school_address == "3 rue des Tilleuls, 38990 Valbourg"
    assert agreement.moves.get().to_status == "draft"


def test_made_twice_it_is_one_and_the_host_is_told_once(stage):
    assert agreement_for(stage.application) == agreement_for(stage.application)
    assert stage.host_user.notifications.get().kind == "agreement_host_part"


def test_only_a_confirmed_application_has_one(stage):
    stage.application.state = State.ACCEPTED
    with pytest.raises(NotConfirmedError):
        agreement_for(stage.application)


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        ({"mercredi": None}, ["Il manque les horaires du mercredi."]),
        ({"mercredi": []}, []),
        ({"lundi": None, "mardi": None}, ["Il manque les horaires du lundi et du mardi."]),
    ],
)
def test_what_is_missing_is_told_in_words(stage, hours, told):
    agreement = agreement_for(stage.application)
    agreement.host_signatory = "Andrea Menuisier"
    week = {**agreement.daily_hours, **hours}
    agreement.daily_hours = {day: times for day, times in week.items() if times is not None}
    assert missing_of_host(agreement) == told


def test_a_week_of_days_off_is_no_stage(stage):
    agreement = agreement_for(stage.application)
    agreement.host_signatory, agreement.lunch = "Andrea Menuisier", " "
    agreement.daily_hours = {day: [] for day in agreement.daily_hours}
    assert missing_of_host(agreement) == [
        "Il manque ce qui est prévu pour le déjeuner.",
        "Il faut au moins un jour de stage.",
    ]


def test_a_part_with_something_missing_is_not_finished(stage):
    agreement = agreement_for(stage.application)
    with pytest.raises(RefusedError) as refused:
        finish_part(agreement, Party.HOST, stage.host_user)
    assert refused.value.sentences == (
        "Il manque le nom de la personne qui signe pour la structure.",
    )
    agreement.refresh_from_db()
    assert agreement.host_done_at is None


def test_four_signatures_make_it_signed_and_each_step_is_logged(stage):
    agreement = complete(stage)
    assert agreement.status == "to_sign"
    for party in Party:
        sign(agreement, party, "Une personne", BY_ACCOUNT)
        sign(agreement, party, "Encore une fois", BY_ACCOUNT)
    agreement.refresh_from_db()
    assert agreement.status == "signed"
    assert agreement.signatures.count() == 4
    assert not agreement.signatures.filter(name="Encore une fois").exists()
    moves = agreement.moves.values_list("from_status", "to_status")
    assert list(moves) == [("", "draft"), ("draft", "to_sign"), ("to_sign", "signed")]
    assert stage.pupil.notifications.filter(kind="agreement_signed").count() == 1


def test_the_family_gets_a_link_and_the_others_a_message(stage):
    complete(stage)
    link = Notification.objects.get(kind="agreement_link_representative")
    assert (link.recipient, link.email) == (None, "parent@essais.example")
    kinds = {
        user: list(user.notifications.values_list("kind", flat=True))
        for user in (stage.head, stage.pupil)
    }
    assert kinds[stage.pupil] == ["agreement_to_sign"]
    assert set(kinds[stage.head]) == {"agreement_school_part", "agreement_to_sign_head"}


def test_a_class_is_one_message_to_the_head(stage):
    for application in (stage.application, *(another_pupil(stage) for _ in range(3))):
        complete(stage, application)
    assert stage.head.notifications.filter(kind="agreement_to_sign_head").count() == 1


def test_a_draft_is_not_signed(stage):
    with pytest.raises(RefusedError, match="à compléter"):
        sign(agreement_for(stage.application), Party.PUPIL, "Camille", BY_ACCOUNT)


def test_a_stage_that_no_longer_takes_place_is_not_signed(stage):
    agreement = complete(stage)
    stage.application.state = State.CANCELLED_BY_HOST
    stage.application.save()
    with pytest.raises(RefusedError, match="n'a plus lieu"):
        sign(agreement, Party.PUPIL, "Camille", BY_ACCOUNT)
    assert list(Agreement.objects.live()) == []


def test_opened_again_its_signatures_are_void_and_logged(stage):
    agreement = complete(stage)
    for party in Party:
        sign(agreement, party, "Une personne", BY_ACCOUNT)
    reopen(agreement, stage.head, "Le tuteur a changé.")
    agreement.refresh_from_db()
    assert (agreement.status, agreement.host_done_at, agreement.school_done_at) == (
        "draft",
        None,
        None,
    )
    assert agreement.signatures.filter(void_at__isnull=False).count() == 4
    last = agreement.moves.last()
    assert (last.from_status, last.to_status, last.actor, last.reason) == (
        "signed",
        "draft",
        stage.head,
        "Le tuteur a changé.",
    )
    complete(stage)
    sign(agreement, Party.PUPIL, "Une personne", BY_ACCOUNT)
    assert agreement.signatures.filter(party=Party.PUPIL).count() == 2


def test_the_head_is_who_is_head_today(stage):
    college = stage.student.college
    assert head_of(college) == "Florence Principal"
    newcomer = make_staff(college, Role.HEAD, first_name="Alix", last_name="Nouvelle")
    assert head_of(college) == "Alix Nouvelle"
    newcomer.is_active = False
    newcomer.save()
    assert head_of(college) == "Florence Principal"
    assert head_of(make_stage().student.college) == "Florence Principal"


def test_the_head_signs_a_class_at_once(stage):
    signed = complete(stage)
    sign(signed, Party.HEAD, "Florence Principal", BY_ACCOUNT)
    drafts = [agreement_for(another_pupil(stage))]
    ready = [complete(stage, another_pupil(stage)) for _ in range(2)]
    assert sign_all([*drafts, *ready], stage.head) == 2
    assert Signature.objects.filter(party=Party.HEAD, name="Florence Principal").count() == 3


def test_a_paper_stands_for_the_signatures_that_lack(stage):
    agreement = complete(stage)
    sign(agreement, Party.PUPIL, "Camille", BY_ACCOUNT)
    sign_by_paper(agreement, stage.head, PDF)
    agreement.refresh_from_db()
    assert agreement.status == "signed"
    how = dict(agreement.signatures.values_list("party", "how"))
    assert how == {"pupil": "account", "host": "paper", "head": "paper", "representative": "paper"}
    assert agreement.signatures.get(party="representative").name == "Dominique Essai"
    reopen(agreement, stage.head, "Mauvaise page.")
    assert not hasattr(Agreement.objects.get(), "paper")


def test_a_shared_week_names_the_place_of_each_day(stage):
    offer = stage.offer
    other = make_site(host=make_host("Boulangerie du Port"))
    for day, site in (("lundi", offer.site), ("jeudi", other), ("vendredi", other)):
        OfferDay.objects.create(offer=offer, day=day, site=site, start_s=32400, end_s=61200)
    assert agreement_for(stage.application).place == (
        f"lundi\u202f: Menuiserie des Essais, {offer.site}\u202f; "
        f"jeudi, vendredi\u202f: Boulangerie du Port, {other}"
    )
