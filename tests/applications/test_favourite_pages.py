"""What a pupil keeps for later: it comes, goes, and leads on."""

import pytest
from django.urls import reverse
from django.utils import timezone

from offers.models import Favourite
from offers.weeks import week_of
from tests.applications.factories import make_open_offer, send
from tests.applications.test_pupil_pages import text

pytestmark = pytest.mark.django_db


def test_a_favourite_that_was_asked_for_leads_to_its_application(client, student):
    kept = Favourite.objects.create(user=student.user, offer=make_open_offer(capacity=2))
    apply_address = f'href="{reverse("apply", args=[kept.offer_id])}"'
    assert apply_address in text(client.get(reverse("favourites")))
    send(kept.offer, student)
    page = text(client.get(reverse("favourites")))
    assert apply_address not in page
    assert "Suivre ma candidature" in page


def test_favourites_come_and_go_with_a_word(client, student):
    free, full = make_open_offer(), make_open_offer(seats_taken=1)
    past = make_open_offer(weeks=[week_of(timezone.localdate())])
    always = make_open_offer(weeks=[])
    for offer in (free, full, past, always):
        address = reverse("favourite", args=[offer.pk])
        for _ in range(2):
            answer = client.post(address, {"keep": "1"}, headers={"accept": "application/json"})
            assert answer.json() == {"kept": True}
    assert Favourite.objects.count() == 4
    page = text(client.get(reverse("favourites")))
    assert page.count("Candidater<") == 2
    assert "Toutes les places sont prises." in page
    assert "Ce stage est passé." in page
    client.post(reverse("favourite", args=[full.pk]), {"keep": "0"})
    assert "Toutes les places sont prises." not in text(client.get(reverse("favourites")))


def test_keeping_leads_back_inside_the_site_only(client, student):
    address = reverse("favourite", args=[make_open_offer().pk])
    inside = client.post(address, {"keep": "1", "next": "/favoris/?page=2"})
    outside = client.post(address, {"keep": "1", "next": "https://ailleurs.example/"})
    assert (inside["Location"], outside["Location"]) == ("/favoris/?page=2", "/favoris/")
