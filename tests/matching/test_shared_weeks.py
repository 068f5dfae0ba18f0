"""A week shared by several hosts, each day at its own place: the worst day counts, wherever it is."""

import pytest

from geo_matching.matching.changed_sites import follow_sites
from geo_matching.matching.computing import compute_colleges
from geo_matching.matching.models import Commute, ComputedCollege
from geo_matching.matching.queries import (
    EVENING,
    MORNING,
    Filters,
    Stay,
    find_offers_for,
    origin_of,
    stay_on,
    trips_for,
)
from offers.models import Offer, OfferDay
from tests.matching.toy_town import (
    EIGHT_TO_FOUR,
    FAR,
    FOOT,
    LONE,
    NEAR,
    NINE_TO_FIVE,
    at,
    offer_at,
)
from tests.offers.factories import make_host, make_site

pytestmark = pytest.mark.django_db
# From the town's page: minutes of the longer way for 9 to 5.
MINUTES = {FOOT: 10, FAR: 23, NEAR: 63}


def shared_offer(*days, **fields):
    """Publish an offer whose days are (east, hours), from Monday on."""
    offer = offer_at(days[0][0], **fields)
    for name, (east, (start_s, end_s)) in zip(("lundi", "mardi", "mercredi"), days, strict=False):
        site = (
            offer.site
            if east == days[0][0]
            else make_site(host=make_host(f"À {east} pas"), point=at(east))
        )
        OfferDay.objects.create(offer=offer, day=name, site=site, start_s=start_s, end_s=end_s)
    return offer


def found(college):
    return {
        one.offer.pk: one.commute
        for one in find_offers_for(origin_of(college.uai), Filters()).results
    }


@pytest.mark.parametrize("places", [(FOOT, NEAR), (NEAR, FOOT), (FAR, FOOT, NEAR), (FOOT, FAR)])
def test_the_commute_is_that_of_the_worst_day_wherever_it_is(college, places):
    offer = shared_offer(*((east, NINE_TO_FIVE) for east in places))
    alone = offer_at(max(places, key=MINUTES.get))
    commutes = found(college)
    assert commutes[offer.pk] == commutes[alone.pk]
    assert commutes[offer.pk].minutes == max(MINUTES[east] for east in places)


def test_hours_belong_to_their_day_and_place(college):
    offer = shared_offer((FOOT, EIGHT_TO_FOUR), (FAR, NINE_TO_FIVE))
    # At the far place one works from 9 to 5 only: its bad hours (8 to 4) are those of the near one.
    assert found(college)[offer.pk].minutes == MINUTES[FAR]
    assert set(Commute.objects.values_list("site_id", "start_s")) == {
        (offer.site_id, EIGHT_TO_FOUR[0]),
        (offer.days.get(day="mardi").site_id, NINE_TO_FIVE[0]),
    }


def test_a_day_that_cannot_be_done_hides_the_offer(college):
    shared_offer((FOOT, NINE_TO_FIVE), (LONE, NINE_TO_FIVE))
    assert found(college) == {}


def test_each_day_has_its_own_trip_and_the_worst_is_shown_first(college):
    offer = shared_offer((FOOT, NINE_TO_FIVE), (NEAR, NINE_TO_FIVE))
    origin = origin_of(college.uai)
    near = offer.days.get(day="mardi").site
    assert stay_on(offer, "lundi") == Stay(offer.site, *NINE_TO_FIVE)
    assert stay_on(offer, "mardi") == Stay(near, *NINE_TO_FIVE)
    assert stay_on(offer, "vendredi") is None
    worst = trips_for(origin, offer, (MORNING, EVENING))
    assert worst == trips_for(origin, offer, (MORNING, EVENING), stay_on(offer, "mardi"))
    assert worst[0].to_name == near.host.name
    (monday,) = trips_for(origin, offer, (MORNING,), stay_on(offer, "lundi"))
    assert monday.total_s == 600


def test_a_day_that_moves_is_followed_as_a_whole_computation_would(college):
    offer = shared_offer((FOOT, NINE_TO_FIVE), (NEAR, NINE_TO_FIVE))
    list(compute_colleges([college]))
    moved = make_site(host=make_host("Ailleurs"), point=at(FAR))
    offer.days.filter(day="mardi").update(site=moved)
    assert follow_sites().pairs == 2
    followed = set(Commute.objects.values_list())
    ComputedCollege.objects.all().delete()
    Commute.objects.all().delete()
    list(compute_colleges([college]))
    assert followed == set(Commute.objects.values_list())
    assert found(college)[offer.pk].minutes == MINUTES[FAR]


def test_the_api_tells_each_day_and_its_place(client, college):
    offer = shared_offer((FOOT, NINE_TO_FIVE), (NEAR, NINE_TO_FIVE))
    days = client.get(f"/api/v1/offers/{offer.pk}/").json()["days"]
    assert [(day["day"], day["start"], day["host"]) for day in days] == [
        ("lundi", "09:00", offer.site.host.name),
        ("mardi", "09:00", f"À {NEAR} pas"),
    ]
    path = f"/api/v1/offers/{offer.pk}/journey/?college={college.uai}&direction=morning"
    assert client.get(f"{path}&day=mardi").json()["morning"]["minutes"] == 63
    assert client.get(f"{path}&day=lundi").json()["morning"]["minutes"] == 10
    assert client.get(f"{path}&day=jeudi").status_code == 400


def test_an_offer_posted_elsewhere_counts_by_its_days(college):
    """The coordinator sits three hundred kilometres away; all days are in town."""
    offer = shared_offer((FOOT, NINE_TO_FIVE))
    away = make_site(host=offer.site.host, north_m=300_000)
    Offer.objects.filter(pk=offer.pk).update(site=away)
    assert found(college)[offer.pk].minutes == MINUTES[FOOT]
