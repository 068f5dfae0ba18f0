"""Stored quality follows feedback and keeps its content; an import that comes again changes nothing."""

import json

import pytest
from django.core.management import call_command

from geo_matching.common import versions
from offers.models import HostAnswers, Offer, OfferOpinions
from offers.quality import OfferContent, score_offer
from offers.rescoring import quality_of, rescore
from tests.offers.factories import make_host, make_offer, make_site
from tests.offers.partner_bodies import body

pytestmark = pytest.mark.django_db


def test_opinions_move_the_score_and_go_again():
    offer = make_offer(quality_score=50)
    told = OfferOpinions.objects.create(offer=offer, pupils=8, pupil_total=8)
    before = versions.current("ranking")
    assert rescore([offer.pk]) == 1
    assert versions.current("ranking") == before + 1
    offer.refresh_from_db()
    assert (offer.quality_score, offer.quality_parts[-1]["label"]) == (55, "Avis des élèves (8)")
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
    assert "Avis des élèves (8)" in [part["label"] for part in offer.quality_parts]
    assert offer.quality_score < told[0]
