"""From a report to a decision, and to the host's appeal: who is told, what changes, what is kept."""

import pytest
from django.core.exceptions import ValidationError

from geo_matching.accounts.erasing import erase
from geo_matching.accounts.roles import Role
from geo_matching.common import versions
from geo_matching.notifications.models import Notification
from offers.dashboard.team import TeamError, leave
from offers.lifecycle import publish_again, remove, unpublish
from offers.models import Decision, Ground, Offer, OfferReport, PartnerDetails
from offers.moderation.deciding import AlreadyAnsweredError, contest, decide, report
from tests.accounts.factories import make_administrator, make_host_user, make_student, make_user
from tests.offers.factories import make_host, make_offer, make_site

pytestmark = pytest.mark.django_db
WHY = "L'adresse mène à un terrain vague."


@pytest.fixture
def host_user():
    return make_host_user(make_host())


@pytest.fixture
def offer(host_user):
    return make_offer(make_site(host=host_user.host_memberships.get().host))


@pytest.fixture
def moderator():
    return make_administrator()


def told(user) -> list[str]:
    return list(Notification.objects.filter(recipient=user).values_list("kind", flat=True))


def test_a_report_is_kept_once_a_person(offer):
    pupil = make_student().user
    first = report(offer, pupil, Ground.ADDRESS, WHY)
    assert report(offer, pupil, Ground.FALSE, "autre chose encore") == first
    assert OfferReport.objects.get().ground == Ground.ADDRESS


@pytest.mark.parametrize("text", ["trop court"[:9], "x" * 351])
def test_a_report_explains_in_10_to_350_characters(offer, text):
    with pytest.raises(ValidationError):
        OfferReport(offer=offer, user=make_user(), ground=Ground.OTHER, text=text).full_clean()


def test_masking_takes_the_offer_off_and_tells_both_sides(offer, host_user, moderator):
    pupil = make_student().user
    report(offer, pupil, Ground.ADDRESS, WHY)
    before = versions.current("ranking")
    decision = decide(offer, moderator, Decision.Outcome.MASKED, "Corrigez l'adresse.")
    assert not Offer.objects.open().exists()
    assert Offer.objects.managed_by(host_user).exists(), "the host still finds it in its list"
    assert versions.current("ranking") > before
    assert told(pupil) == ["report_decided"]
    assert told(host_user) == ["offer_moderated"]
    assert "Corrigez l'adresse." in Notification.objects.get(recipient=host_user).body
    assert OfferReport.objects.get().decision == decision


def test_removing_takes_it_from_the_hosts_list_as_well(offer, host_user, moderator):
    decide(offer, moderator, Decision.Outcome.REMOVED, WHY)
    assert not Offer.objects.managed_by(host_user).exists()
    assert Offer.objects.filter(pk=offer.pk).exists(), "kept for what was sent to it"


def test_a_report_that_leads_to_nothing_does_not_disturb_the_host(offer, host_user, moderator):
    report(offer, make_student().user, Ground.OTHER, WHY)
    before = versions.current("ranking")
    decide(offer, moderator, Decision.Outcome.KEPT, "")
    assert told(host_user) == []
    assert Offer.objects.open().exists()
    assert versions.current("ranking") == before


def test_an_appeal_is_heard_once_and_can_bring_the_offer_back(offer, host_user, moderator):
    decision = decide(offer, moderator, Decision.Outcome.MASKED, WHY)
    contest(decision, "Le terrain est notre atelier.")
    with pytest.raises(AlreadyAnsweredError):
        contest(decision, "Et encore une chose.")
    answer = decide(offer, moderator, Decision.Outcome.KEPT, "Vous avez raison.")
    decision.refresh_from_db()
    assert decision.answer == answer
    assert decision.appeal == "Le terrain est notre atelier."
    assert Offer.objects.open().exists()
    assert told(host_user) == ["offer_moderated", "offer_moderated"]


def test_an_offer_its_host_unpublished_is_not_put_back_by_keeping_it(offer, moderator):
    Offer.objects.update(published_at=None)
    decide(offer, moderator, Decision.Outcome.KEPT, "")
    assert not Offer.objects.open().exists()


def test_what_its_host_had_taken_off_stays_off_when_moderators_unmask_it(
    offer, host_user, moderator
):
    unpublish(offer.pk, host_user)
    decide(offer, moderator, Decision.Outcome.MASKED, WHY)
    decide(offer, moderator, Decision.Outcome.REMOVED, WHY)
    decide(offer, moderator, Decision.Outcome.KEPT, "")
    offer.refresh_from_db()
    assert (offer.published_at, offer.masked_at, offer.removed_at) == (None, None, None)
    assert publish_again(offer.pk, host_user).published_at is not None


def test_a_host_changes_its_mind_while_its_offer_is_masked(client, offer, host_user, moderator):
    decide(offer, moderator, Decision.Outcome.MASKED, WHY)
    client.force_login(host_user)
    assert "Retirer du site" in client.get("/structure/?etat=masquee").content.decode()
    client.post(f"/structure/offres/{offer.pk}/retirer/")
    decide(offer, moderator, Decision.Outcome.KEPT, "")
    assert not Offer.objects.open().exists()
    decide(offer, moderator, Decision.Outcome.MASKED, WHY)
    publish_again(offer.pk, host_user)
    assert not Offer.objects.open().exists()
    decide(offer, moderator, Decision.Outcome.KEPT, "")
    assert Offer.objects.open().exists()


def test_what_nobody_answers_for_any_more_stays_off_when_moderators_unmask_it(
    offer, host_user, moderator
):
    Offer.objects.update(permalink="")
    decide(offer, moderator, Decision.Outcome.MASKED, WHY)
    with pytest.raises(TeamError):
        leave(offer.site.host, host_user)
    erase(host_user)
    decide(offer, moderator, Decision.Outcome.KEPT, "")
    assert not Offer.objects.open().exists()


def test_what_its_partner_took_off_meanwhile_stays_off(offer, moderator):
    details = PartnerDetails.objects.create(
        offer=offer, grades=["troisieme"], published_at=offer.published_at
    )
    decide(offer, moderator, Decision.Outcome.MASKED, WHY)
    details.published_at = None
    details.save()
    decide(offer, moderator, Decision.Outcome.KEPT, "")
    assert not Offer.objects.open().exists()


def test_a_pupil_reports_on_a_page_and_sees_it_noted(client, offer):
    client.force_login(make_student().user)
    address = f"/offres/{offer.pk}/signaler/"
    empty = client.post(address, {"text": "court"})
    assert "Choisissez ce qui ne va pas." in empty.content.decode()
    assert "court" in empty.content.decode(), "what was typed is still there"
    done = client.post(address, {"ground": "address", "text": WHY}, follow=True)
    assert "C'est noté" in done.content.decode()
    client.post(address, {"ground": "false", "text": WHY})
    assert OfferReport.objects.count() == 1


def test_a_visitor_signs_in_first_and_comes_back(client, offer):
    response = client.get(f"/offres/{offer.pk}/signaler/")
    assert response.status_code == 302
    assert f"next=/offres/{offer.pk}/signaler/" in response["Location"]


def test_only_the_team_reads_and_contests_a_decision(client, offer, host_user, moderator):
    decision = decide(offer, moderator, Decision.Outcome.MASKED, WHY)
    address = f"/structure/decisions/{decision.pk}/"
    client.force_login(make_host_user())
    assert client.get(address).status_code == 404
    client.force_login(host_user)
    assert WHY in client.get(address).content.decode().replace("&#x27;", "'")
    client.post(address, {"appeal": "Le terrain est notre atelier."})
    page = client.post(address, {"appeal": "Une seconde fois."}, follow=True).content.decode()
    assert "avait déjà contesté" in page
    decision.refresh_from_db()
    assert decision.appeal == "Le terrain est notre atelier."


def test_moderators_decide_from_the_queue(client, offer, moderator):
    report(offer, make_student().user, Ground.ADDRESS, WHY)
    client.force_login(moderator)
    queue = client.get("/admin/offers/offerreport/").content.decode()
    assert "Relire et décider" in queue
    address = f"/admin/offers/offerreport/offre/{offer.pk}/"
    refused = client.post(address, {"outcome": "masked", "message": ""}).content.decode()
    assert "Dites à la structure pourquoi" in refused.replace("&#x27;", "'")
    client.post(address, {"outcome": "masked", "message": WHY})
    assert Decision.objects.get().moderator == moderator
    assert "Relire et décider" not in client.get("/admin/offers/offerreport/").content.decode()
    client.force_login(make_user(Role.HOST, is_staff=True, is_superuser=True))
    assert client.post(address, {"outcome": "kept"}).status_code == 403


def test_keeping_does_not_bring_back_what_its_host_removed(offer, host_user, moderator):
    decide(offer, moderator, Decision.Outcome.MASKED, WHY)
    remove(offer.pk, host_user)
    decide(offer, moderator, Decision.Outcome.KEPT, "")
    offer.refresh_from_db()
    assert (offer.published_at, offer.masked_at) == (None, None)
    assert offer.removed_at is not None


def test_keeping_brings_back_what_moderators_removed(offer, moderator):
    decide(offer, moderator, Decision.Outcome.REMOVED, WHY)
    decide(offer, moderator, Decision.Outcome.MASKED, WHY)
    decide(offer, moderator, Decision.Outcome.KEPT, "")
    assert Offer.objects.open().exists()


@pytest.fixture
def for_seconde(offer):
    PartnerDetails.objects.create(offer=offer, grades=["seconde"])
    return offer


def test_an_offer_for_seconde_never_comes_to_pupils_of_3e(for_seconde, moderator, client):
    decide(for_seconde, moderator, Decision.Outcome.MASKED, WHY)
    decide(for_seconde, moderator, Decision.Outcome.KEPT, "")
    assert not Offer.objects.open().exists()
    client.force_login(moderator)
    chosen = {"action": "publish", "_selected_action": [for_seconde.pk]}
    client.post("/admin/offers/offer/", chosen)
    assert not Offer.objects.open().exists()
    assert publish_again(for_seconde.pk, moderator).published_at is None


def test_administrators_do_not_publish_what_was_removed(offer, host_user, moderator, client):
    remove(offer.pk, host_user)
    client.force_login(moderator)
    client.post("/admin/offers/offer/", {"action": "publish", "_selected_action": [offer.pk]})
    offer.refresh_from_db()
    assert offer.published_at is None


def test_an_appeal_that_is_followed_says_that_the_offer_is_back(
    client, offer, host_user, moderator
):
    first = decide(offer, moderator, Decision.Outcome.MASKED, "Corrigez l'adresse.")
    contest(first, "C'est corrigé.")
    second = decide(offer, moderator, Decision.Outcome.KEPT, "Merci.")
    told = Notification.objects.filter(recipient=host_user).latest("pk").body
    assert "elle n'est plus masquée" in told
    assert "contester" not in told, "nobody contests what gives them right"
    client.force_login(host_user)
    for decision in (first, second):
        page = client.get(f"/structure/decisions/{decision.pk}/").content.decode()
        assert "n'est <strong>plus masquée</strong>" in page
