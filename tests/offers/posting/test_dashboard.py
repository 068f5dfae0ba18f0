"""A host's offers by state, and what one does with them; rows of others are not there."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from geo_matching.common.versions import current
from offers.dashboard.states import OfferState, counts_by_state, in_state, line_of, state_of
from offers.models import Offer, OfferDraft
from offers.posting.publish import publish
from offers.quality import next_advice
from offers.weeks import format_week, next_year, week_of
from tests.accounts.factories import make_host_user
from tests.offers.factories import make_host, make_offer, make_site
from tests.offers.posting.filled import make_address, make_draft

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = week_of(TODAY + dt.timedelta(weeks=4))
GONE = week_of(TODAY - dt.timedelta(weeks=4))


@pytest.fixture
def host():
    return make_host("Atelier")


@pytest.fixture
def user(client, host):
    user = make_host_user(host)
    client.force_login(user)
    return user


def offer_of(host, **fields):
    return make_offer(make_site(host=host), **{"weeks": [SOON], **fields})


@pytest.fixture
def one_of_each(host):
    return {
        OfferState.ONLINE: offer_of(host, title="En ligne"),
        OfferState.FULL: offer_of(host, title="Pleine", capacity=1, seats_taken=1),
        OfferState.PAST: offer_of(host, title="Finie", weeks=[GONE]),
        OfferState.OFF: offer_of(host, title="Cachée", published_at=None),
        OfferState.MASKED: offer_of(
            host, title="Hors de vue", published_at=None, masked_at=timezone.now()
        ),
    }


def test_each_offer_is_in_one_state(one_of_each):
    offers = Offer.objects.all()
    assert counts_by_state(offers, TODAY) == dict.fromkeys(OfferState, 1)
    for state, offer in one_of_each.items():
        assert list(in_state(offers, state, TODAY)) == [offer]
        assert state_of(offer, TODAY) == state


def test_an_offer_for_all_weeks_or_for_this_one_is_not_past(host):
    for weeks in ([], [week_of(TODAY)], [GONE, SOON]):
        offer = offer_of(host, weeks=weeks)
        assert state_of(offer, TODAY) == OfferState.ONLINE
        assert in_state(Offer.objects.all(), OfferState.ONLINE, TODAY).filter(pk=offer.pk).exists()


@pytest.mark.parametrize(
    ("weeks", "said"), [([week_of(TODAY)], True), ([SOON], False), ([], False)]
)
def test_a_host_is_told_that_the_last_week_has_begun(host, weeks, said):
    line = line_of(offer_of(host, weeks=weeks), TODAY)
    assert line.state == OfferState.ONLINE
    assert ("Renouvelez-la" in line.todo) is said


@pytest.mark.parametrize("state", OfferState)
def test_the_list_shows_one_state_and_what_to_do(client, user, one_of_each, state):
    offer_of(make_host(), title="D'une autre équipe")
    page = client.get(reverse("host_dashboard"), {"etat": state.value}).content.decode()
    titles = {s: offer.title in page for s, offer in one_of_each.items()}
    assert titles == {s: s == state for s in OfferState}
    assert "D&#x27;une autre équipe" not in page
    assert "qualité <strong>50</strong>" in page


def test_a_host_begins_with_nothing_and_then_with_its_drafts(client, user):
    assert "Déposer une offre" in client.get(reverse("host_dashboard")).content.decode()
    make_draft(user)
    assert "Du bois au meuble" in client.get(reverse("host_dashboard")).content.decode()


def test_many_offers_are_paged_and_cost_few_queries(
    client, user, host, django_assert_max_num_queries
):
    for _ in range(25):
        offer_of(host)
    for page, shown in ((1, 20), (2, 5), (99, 5)):
        with django_assert_max_num_queries(25):
            response = client.get(reverse("host_dashboard"), {"etat": "publiee", "page": page})
        assert len(response.context["offers"]) == shown


def test_an_offer_goes_off_the_site_and_back_once_each(client, user, host):
    offer = offer_of(host)
    version = current("ranking")
    for name in ("offer_take_off", "offer_take_off", "offer_put_back", "offer_put_back"):
        assert client.post(reverse(name, args=[offer.pk])).status_code == 302
    offer.refresh_from_db()
    assert offer.published_at is not None
    assert [r.action for r in offer.revisions.all()] == ["again", "unpublished"]
    assert current("ranking") == version + 2
    page = client.get(reverse("offer_history", args=[offer.pk])).content.decode()
    assert page.index("Offre remise en ligne") < page.index("Offre retirée du site")
    assert str(user) in page


def test_removing_asks_once_and_leaves_the_row(client, user, host):
    offer = offer_of(host)
    path = reverse("offer_remove", args=[offer.pk])
    assert "Supprimer l'offre" in client.get(path).content.decode()
    client.post(path)
    offer.refresh_from_db()
    assert offer.removed_at is not None
    assert offer.published_at is None
    assert client.post(path).status_code == 404


def test_an_offer_that_pupils_count_on_is_not_removed(client, user, host):
    offer = offer_of(host, seats_taken=1)
    page = client.post(reverse("offer_remove", args=[offer.pk]), follow=True).content.decode()
    assert "Des élèves ont une place" in page
    offer.refresh_from_db()
    assert offer.removed_at is None


def test_changing_begins_one_draft_of_the_offer(client, user, host):
    make_address()
    offer = publish(make_draft(user, host=host).pk, user)
    for _ in range(2):
        response = client.post(reverse("offer_change", args=[offer.pk]))
    draft = OfferDraft.objects.get()
    assert (draft.offer, draft.host) == (offer, host)
    assert response["Location"] == reverse("offer_step", args=[draft.pk, "lieu"])
    assert client.get(reverse("offer_summary", args=[draft.pk])).context["faulty"] == []


def test_a_copy_is_another_offer_and_next_years_has_next_years_weeks(client, user, host):
    make_address()
    offer = publish(make_draft(user, host=host).pk, user)
    client.post(reverse("offer_duplicate", args=[offer.pk]))
    copy = publish(OfferDraft.objects.get().pk, user)
    client.post(reverse("offer_renew", args=[offer.pk]))
    draft = OfferDraft.objects.get()
    assert draft.data["when"]["weeks"] == [format_week(next_year(SOON))]
    renewed = publish(draft.pk, user)
    assert len({offer.pk, copy.pk, renewed.pk}) == 3
    assert copy.title == "Du bois au meuble (copie)"
    assert renewed.weeks == [next_year(SOON)]


@pytest.mark.parametrize(
    "name",
    [
        "offer_change",
        "offer_duplicate",
        "offer_renew",
        "offer_take_off",
        "offer_put_back",
        "offer_remove",
    ],
)
def test_offers_of_other_teams_are_not_found(client, user, name):
    other = offer_of(make_host())
    assert client.post(reverse(name, args=[other.pk])).status_code == 404
    assert client.get(reverse("offer_history", args=[other.pk])).status_code == 404
    other.refresh_from_db()
    assert other.published_at is not None
    assert not OfferDraft.objects.exists()


def test_the_next_advice_comes_from_the_parts_that_are_kept():
    from offers.quality import OfferContent, score_offer

    for text in ("Stage.", "Lundi : visite des lieux. Mardi : atelier avec toute l'équipe."):
        quality = score_offer(OfferContent(text))
        assert next_advice(quality.parts_json()).advice == quality.next_part.advice
    assert next_advice([]) is None


def test_the_next_offer_of_a_host_begins_at_the_same_place(client, user, host):
    site = offer_of(host).site
    client.post(reverse("offer_new"), {"host": host.pk})
    draft = OfferDraft.objects.get()
    first = reverse("offer_step", args=[draft.pk, "lieu"])
    assert f'value="{site.street}"' in client.get(first).content.decode()
    typed = draft.data["where"]
    assert (typed["lat"], typed["lon"]) == ([str(site.point.y)], [str(site.point.x)])
    # Nothing has to be typed again.
    answer = client.post(first, {**typed, "next": "1"})
    assert answer["Location"] == reverse("offer_step", args=[draft.pk, "dates"])


def test_who_has_posted_nothing_is_shown_no_empty_drawers(client, user):
    page = client.get(reverse("host_dashboard")).content.decode()
    assert "votre première offre" in page
    assert "?etat=" not in page


def test_a_copy_says_that_it_is_one(client, user, host):
    offer = offer_of(host)
    page = client.post(reverse("offer_duplicate", args=[offer.pk]), follow=True)
    assert "Voici une copie" in page.content.decode()
