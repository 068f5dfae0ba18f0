"""Stored quality follows feedback and keeps its content; an import that comes again changes nothing."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from geo_matching.common import versions
from offers.models import Host, HostAnswers, Offer, OfferOpinions
from offers.posting.publish import publish
from offers.quality import OfferContent, score_offer
from offers.rescoring import quality_of, rescore
from offers.sources.partner_body import host_key
from tests.accounts.factories import make_host_user
from tests.api.partner_world import PartnerClient, make_partner
from tests.offers.factories import make_host, make_offer, make_site
from tests.offers.partner_bodies import body
from tests.offers.posting.filled import make_address, make_draft

pytestmark = pytest.mark.django_db
BULK = "/api/v1/partner/offers/bulk/"


def test_opinions_move_the_score_and_go_again():
    offer = make_offer(quality_score=50)
    told = OfferOpinions.objects.create(offer=offer, pupils=8, pupil_total=8)
    before = versions.current("ranking")
    assert rescore([offer.pk]) == 1
    assert versions.current("ranking") == before + 1
    offer.refresh_from_db()
    assert (offer.quality_score, offer.quality_parts[-1]["label"]) == (
        55,
        "Avis des élèves sur cette offre (8)",
    )
    assert rescore([offer.pk]) == 0
    assert versions.current("ranking") == before + 1
    told.delete()
    rescore([offer.pk])
    offer.refresh_from_db()
    assert (offer.quality_score, offer.quality_parts) == (50, [])


def test_every_offer_of_a_host_follows_how_it_answers(django_assert_max_num_queries):
    site = make_site(host=make_host())
    offers = [make_offer(site, quality_score=50) for _ in range(5)]
    HostAnswers.objects.create(host=site.host, due=10, given=10, days=0)
    with django_assert_max_num_queries(12):
        assert rescore(offer.pk for offer in offers) == 5
    # 20 * (0.2 * 10 / 20) for answering, 10 * (0.5 * 10 / 20) for the same day.
    assert set(Offer.objects.values_list("quality_score", flat=True)) == {54}


def test_a_host_that_edits_its_offer_keeps_what_was_said():
    offer = make_offer()
    OfferOpinions.objects.create(offer=offer, pupils=8, pupil_total=8)
    content = score_offer(OfferContent(description="Un texte tout neuf."))
    assert quality_of(offer, content).score == content.score + 5


def test_feedback_survives_a_second_import(tmp_path):
    file = tmp_path / "offers.json"
    file.write_text(json.dumps([body()]), encoding="utf-8")
    call_command("import_offers", str(file), "--source", "essais", "--apply")
    offer = Offer.objects.get()
    content = offer.quality_score
    OfferOpinions.objects.create(offer=offer, pupils=8, pupil_total=0)
    rescore([offer.pk])
    offer.refresh_from_db()
    assert offer.quality_score == max(0, content - 15)
    told = (offer.quality_score, offer.quality_parts)
    call_command("import_offers", str(file), "--source", "essais", "--apply")
    offer.refresh_from_db()
    assert (offer.quality_score, offer.quality_parts) == told
    changed = body(lunch_break="")
    file.write_text(json.dumps([changed]), encoding="utf-8")
    call_command("import_offers", str(file), "--source", "essais", "--apply")
    offer.refresh_from_db()
    assert "Avis des élèves sur cette offre (8)" in [part["label"] for part in offer.quality_parts]
    assert offer.quality_score < told[0]


def known_host(key: str) -> Host:
    """Make a host that answers everybody on the same day."""
    host = make_host("Menuiserie du Pont", key=key)
    HostAnswers.objects.create(host=host, due=10, given=10, days=0)
    return host


def answers_told(offer: Offer) -> list[str]:
    offer.refresh_from_db()
    assert offer.quality_score == sum(part["points"] for part in offer.quality_parts)
    return [part["rule"] for part in offer.quality_parts if part["rule"] in {"answers", "delay"}]


def test_a_new_offer_posted_by_a_known_host_begins_with_how_it_answers():
    make_address()
    user = make_host_user(known_host("tests:known"))
    draft = make_draft(user)
    draft.host = user.host_memberships.get().host
    draft.save()
    assert answers_told(publish(draft.pk, user)) == ["answers", "delay"]


def test_so_does_one_that_a_partner_sends_and_sending_it_again_changes_nothing():
    partner = make_partner()
    told = body()
    known_host(host_key(partner.source, told["employer_name"], told["zipcode"]))
    api = PartnerClient(partner)
    lines = [api.call("POST", BULK, [told]).json()["results"][0]["status"] for _ in range(2)]
    assert answers_told(Offer.objects.get()) == ["answers", "delay"]
    assert lines == ["created", "unchanged"]


def test_so_does_one_from_a_file_and_the_same_file_again_changes_nothing(tmp_path):
    told = body()
    known_host(host_key("essais", told["employer_name"], told["zipcode"]))
    file = tmp_path / "offers.json"
    file.write_text(json.dumps([told]), encoding="utf-8")
    call_command("import_offers", str(file), "--source", "essais", "--apply")
    assert answers_told(Offer.objects.get()) == ["answers", "delay"]
    out = StringIO()
    call_command("import_offers", str(file), "--source", "essais", "--apply", stdout=out)
    assert "Nothing to change" in out.getvalue()
