"""A draft becomes host, place and offer: all at once, once only, or not at all."""

import pytest

from geo_matching.accounts.roles import Role
from geo_matching.common.versions import current
from offers.models import (
    Decision,
    Host,
    HostMember,
    Offer,
    OfferDay,
    OfferDraft,
    OfferRevision,
    Site,
    WorkingHours,
)
from offers.moderation.deciding import decide
from offers.posting.drafts import check, content_of
from offers.posting.publish import NotReadyError, publish
from offers.quality import score_offer
from tests.accounts.factories import make_administrator, make_host_user, make_user
from tests.offers.factories import make_host, make_offer, make_site
from tests.offers.posting.filled import DOOR, SOON, make_address, make_draft
from tests.qpv_data.factories import make_college

pytestmark = pytest.mark.django_db
TABLES = (Host, HostMember, Site, Offer, WorkingHours, OfferRevision)


@pytest.fixture(autouse=True)
def address(db):
    make_address()


@pytest.fixture
def user():
    return make_user(Role.HOST)


def test_all_that_was_typed_is_in_the_offer(user):
    draft = make_draft(user)
    quality = score_offer(content_of(check(draft)))
    version = current("ranking")
    offer = publish(draft.pk, user)
    offer.refresh_from_db()
    site, host = offer.site, offer.site.host
    assert (host.name, host.website) == ("Atelier des Essais", "https://www.essais.example")
    assert host.office_address == "1 quai des Sièges, 69000 Ailleurs"
    assert list(host.members.values_list("user", flat=True)) == [user.pk]
    assert (site.point.y, site.point.x, site.precision) == (*DOOR, "address")
    assert (offer.weeks, offer.capacity, offer.group_size) == ([SOON], 3, 2)
    assert offer.daily_hours["vendredi"] == ["9:00", "16:30"]
    assert [(h.start_s, h.end_s) for h in offer.hours.all()] == [(9 * 3600, 16 * 3600 + 1800)]
    assert (offer.audience, offer.sector, offer.accessible) == ("rep", "s24", True)
    assert offer.programme["mardi"] == "Mesurer et tracer une planche"
    assert (offer.tutor_trade, offer.to_bring) == ("menuisière", "Des chaussures fermées")
    assert (offer.quality_score, offer.quality_parts) == (quality.score, quality.parts_json())
    assert offer.published_at is not None
    assert offer.posted_by == user
    assert not OfferDraft.objects.exists()
    assert current("ranking") == version + 1
    assert [r.action for r in offer.revisions.all()] == ["published"]


def test_publishing_twice_is_harmless(user):
    draft = make_draft(user)
    first = publish(draft.pk, user)
    counts = [model.objects.count() for model in TABLES]
    assert publish(draft.pk, user) == first
    assert [model.objects.count() for model in TABLES] == counts == [1] * len(TABLES)


@pytest.mark.parametrize(
    "wrong", [{"where": {"name": ""}}, {"when": {"capacity": "0"}}, {"content": {"title": ""}}]
)
def test_nothing_is_written_while_a_step_is_wrong(user, wrong):
    draft = make_draft(user, **wrong)
    with pytest.raises(NotReadyError):
        publish(draft.pk, user)
    assert [model.objects.count() for model in TABLES] == [0] * len(TABLES)
    assert OfferDraft.objects.filter(pk=draft.pk).exists()


def test_nobody_publishes_the_draft_of_another_or_for_the_host_of_others(user):
    draft = make_draft(user)
    with pytest.raises(OfferDraft.DoesNotExist):
        publish(draft.pk, make_host_user())
    with pytest.raises(OfferDraft.DoesNotExist):
        publish(make_draft(user, host=make_host()).pk, user)
    assert not Offer.objects.exists()


def test_a_second_offer_of_a_team_belongs_to_the_same_host_and_place(user):
    first = publish(make_draft(user).pk, user)
    second = publish(make_draft(user, host=first.site.host).pk, user)
    assert second.pk != first.pk
    assert second.site == first.site
    assert (Host.objects.count(), HostMember.objects.count()) == (1, 1)


def _five_days(hours):
    return ", ".join(
        f"{day} {hours}" for day in ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
    )


def test_changes_go_into_the_offer_and_its_history(user):
    offer = publish(make_draft(user).pk, user)
    since = offer.published_at
    draft = make_draft(
        user,
        host=offer.site.host,
        offer=offer,
        where={"name": "Atelier neuf"},
        when={"capacity": "5", "end": "16:00"},
    )
    assert publish(draft.pk, user) == offer
    offer.refresh_from_db()
    assert (offer.capacity, offer.published_at) == (5, since)
    last = offer.revisions.first()
    assert (last.action, last.user) == ("changed", user)
    assert {c["field"]: (c["before"], c["after"]) for c in last.changes} == {
        "places": ("3", "5"),
        "structure": ("Atelier des Essais", "Atelier neuf"),
        "horaires": tuple(_five_days(f"9:00-{end}") for end in ("16:30", "16:00")),
    }


def test_the_history_never_says_that_a_masked_offer_is_online(user):
    offer = publish(make_draft(user).pk, user)
    decide(offer, make_administrator(), Decision.Outcome.MASKED, "Corrigez l'adresse.")
    draft = make_draft(user, host=offer.site.host, offer=offer, when={"capacity": "5"})
    assert publish(draft.pk, user).published_at is None
    assert [r.action for r in offer.revisions.all()] == ["changed", "published"]


def test_what_is_not_changed_leaves_no_trace(user):
    offer = publish(make_draft(user).pk, user)
    publish(make_draft(user, host=offer.site.host, offer=offer).pk, user)
    assert offer.revisions.count() == 1


def test_capacity_never_falls_below_the_seats_taken(user):
    offer = publish(make_draft(user).pk, user)
    Offer.objects.filter(pk=offer.pk).update(seats_taken=2)
    draft = make_draft(
        user, host=offer.site.host, offer=offer, when={"capacity": "1", "reception": "alone"}
    )
    with pytest.raises(NotReadyError):
        publish(draft.pk, user)
    offer.refresh_from_db()
    assert offer.capacity == 3


def test_an_offer_for_chosen_colleges_names_them(user):
    colleges = [make_college(), make_college()]
    reserved = "\n".join(college.uai.lower() for college in colleges)
    offer = publish(make_draft(user, when={"audience": "clg", "reserved": reserved}).pk, user)
    assert set(offer.reserved_colleges.all()) == set(colleges)


def test_a_shared_week_has_a_place_and_a_host_a_day(user):
    days = {
        "rhythm": "places",
        "lundi_start": "09:00",
        "lundi_end": "17:00",
        "mardi_start": "10:00",
        "mardi_end": "16:00",
        "mardi_host": "Fonderie voisine",
        "mardi_street": "rue des Essais",
        "mardi_postcode": "38000",
        "mardi_city": "Valbourg",
    }
    offer = publish(make_draft(user, when=days).pk, user)
    monday, tuesday = offer.days.order_by("pk")
    assert (monday.site, monday.start_s) == (offer.site, 9 * 3600)
    assert (tuesday.site.host.name, tuesday.site.precision) == ("Fonderie voisine", "street")
    assert (tuesday.start_s, tuesday.end_s) == (10 * 3600, 16 * 3600)
    # Back to one place: the days go.
    publish(make_draft(user, host=offer.site.host, offer=offer).pk, user)
    assert not OfferDay.objects.exists()


def test_an_offer_that_the_user_no_longer_manages_is_not_changed(user):
    offer = make_offer(make_site())
    draft = make_draft(user, offer=offer)
    with pytest.raises(OfferDraft.DoesNotExist):
        publish(draft.pk, user)
    offer.refresh_from_db()
    assert offer.title != "Du bois au meuble"
