"""Offers whose weeks have all begun: gone wherever one looks, on the Monday, without any writing."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from geo_matching.applications.eligibility import is_over
from geo_matching.applications.favourites import gone, kept_by
from geo_matching.common.versions import current
from geo_matching.matching.gaps import seats_within
from geo_matching.matching.queries import Filters, find_offers_for
from maps.neighbours import neighbours
from maps.weeks import ALL_PAST, SCHOOL_PAST, offered_weeks
from offers.coming import coming_week
from offers.models import Favourite, Offer
from offers.weeks import format_week, monday_of
from tests.accounts.factories import make_student
from tests.api.partner_world import OFFERS, PartnerClient, make_partner
from tests.maps.page_html import read
from tests.matching.group_hosts import hosts_for_group
from tests.matching.toy_town import FOOT, offer_at
from tests.offers.factories import LATER, SOON, make_offer, week_ahead

pytestmark = pytest.mark.django_db
PAGES = ("/stages/", "/prof/", "/territoire/")
THIS_WEEK, PAST = week_ahead(0), week_ahead(-3)


class World:
    """A collège, somebody who asks in each way, and what each way finds."""

    def __init__(self, client, college) -> None:
        self.client, self.college = client, college
        self.partner = PartnerClient(make_partner(full_access=True))
        self.pupil = make_student(college).user

    def list_of(self, path: str, **asked) -> dict:
        asked = {"college": self.college.uai, **asked}
        return self.client.get(f"/api/v1/offers/{path}", asked).json()

    def ranking(self) -> set[int]:
        return {found.offer.pk for found in find_offers_for(self.college, Filters()).results}

    def api(self) -> set[int]:
        return {row["id"] for row in self.list_of("")["results"]}

    def api_of_a_week(self) -> set[int]:
        return {row["id"] for row in self.list_of("", week=format_week(SOON))["results"]}

    def markers(self) -> set[int]:
        return {row[0] for row in self.list_of("markers/")["rows"]}

    def groups(self) -> set[int]:
        hosts = hosts_for_group(self.college, SOON, 2, 90)
        return {ranked.offer.pk for host in hosts for ranked in host.offers}

    def seats(self) -> int:
        find_offers_for(self.college, Filters())
        (row,) = seats_within("38").colleges
        return row.seats

    def before_and_after(self) -> set[int]:
        asked = self.client.get("/", {"college": self.college.uai, "max": "90"}).wsgi_request.GET
        return {pk for pk in all_ids() if neighbours(asked, pk)}

    def partner_search(self) -> set[int]:
        lines = self.partner.get(f"{OFFERS}/search").json()["internshipOffers"]
        titles = {line["title"] for line in lines}
        return set(Offer.objects.filter(title__in=titles).values_list("pk", flat=True))

    def partner_search_of_a_week(self) -> set[int]:
        answer = self.partner.get(f"{OFFERS}/search?weeks[]={format_week(SOON)}").json()
        titles = {line["title"] for line in answer["internshipOffers"]}
        return set(Offer.objects.filter(title__in=titles).values_list("pk", flat=True))

    def page(self) -> set[int]:
        return {pk for pk in all_ids() if self.client.get(f"/offres/{pk}/").status_code == 200}

    def favourites(self) -> set[int]:
        for pk in all_ids():
            Favourite.objects.get_or_create(user=self.pupil, offer_id=pk)
        return {row.offer_id for row in kept_by(self.pupil, timezone.localdate())}


def all_ids() -> list[int]:
    return list(Offer.objects.order_by("pk").values_list("pk", flat=True))


@pytest.fixture
def world(client, college) -> World:
    return World(client, college)


@pytest.fixture
def travel(monkeypatch) -> Iterator[Callable[[int], None]]:
    """Move the clock to the Monday of a week; nothing in the database moves."""

    def to(week: int) -> None:
        monkeypatch.setattr(timezone, "localdate", lambda *_: monday_of(week))

    return to


FOUND_BY = [
    World.ranking,
    World.api,
    World.markers,
    World.before_and_after,
    World.partner_search,
    World.page,
    World.favourites,
]
FOUND_BY_WEEK = [World.api_of_a_week, World.groups, World.partner_search_of_a_week]


@pytest.mark.parametrize("ask", FOUND_BY)
def test_only_what_can_still_be_had_is_found(world, ask):
    for weeks in ([PAST], [PAST, THIS_WEEK], [THIS_WEEK]):
        offer_at(FOOT, weeks=weeks)
    kept = {offer_at(FOOT, weeks=weeks).pk for weeks in ([PAST, SOON], [SOON], [])}
    assert ask(world) == kept


@pytest.mark.parametrize("ask", [*FOUND_BY, *FOUND_BY_WEEK])
def test_on_the_monday_it_is_gone_and_nobody_wrote_anything(world, ask, travel):
    last, longer, always = (offer_at(FOOT, weeks=w).pk for w in ([SOON], [SOON, LATER], []))
    assert ask(world) == {last, longer, always}
    versions = current("ranking"), current("seats")
    travel(SOON)
    # Asked for the week itself, nothing is left of it, not even where every week is welcome.
    assert ask(world) == (set() if ask in FOUND_BY_WEEK else {longer, always})
    assert (current("ranking"), current("seats")) == versions


def test_seats_of_a_territory_go_with_the_week(world, travel):
    offer_at(FOOT, weeks=[PAST], capacity=50)
    offer_at(FOOT, weeks=[SOON], capacity=3)
    offer_at(FOOT, weeks=[], capacity=4)
    assert world.seats() == 7
    travel(SOON)
    assert world.seats() == 4


def test_what_was_read_for_a_week_is_kept_for_that_week(world, college):
    offer_at(FOOT, weeks=[SOON])
    world.ranking()
    with CaptureQueriesContext(connection) as again:
        world.ranking()
    # The origin and the cards.
    assert len(again) == 2


def test_a_past_favourite_is_shown_as_over(world, travel):
    offer_at(FOOT, weeks=[SOON])
    world.favourites()
    assert gone(world.pupil, timezone.localdate()) == []
    travel(SOON)
    (row,) = gone(world.pupil, timezone.localdate())
    assert row.why == "Ce stage est passé."


def test_weeks_that_have_begun_are_no_choice(world, travel):
    offer_at(FOOT, weeks=[PAST, THIS_WEEK, SOON, LATER])
    assert [week.number for week in offered_weeks().choices] == [SOON, LATER]
    travel(SOON)
    assert [week.number for week in offered_weeks().choices] == [LATER]


def test_the_rule_is_the_same_in_python_and_in_the_database(travel):
    offers = [make_offer(weeks=weeks) for weeks in ([], [PAST], [THIS_WEEK], [SOON], [LATER, PAST])]
    for week in (THIS_WEEK, SOON, LATER):
        travel(week)
        assert coming_week() > week
        today = timezone.localdate()
        for day in (today, today + dt.timedelta(days=6)):
            over = {offer.pk for offer in offers if is_over(offer, day)}
            assert set(Offer.objects.to_come().values_list("pk", flat=True)) == (
                {offer.pk for offer in offers} - over
            )


def test_the_turn_of_the_year_is_a_week_like_any_other(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: dt.date(2026, 12, 31))
    assert coming_week() == 202701
    make_offer(weeks=[202653])
    kept = make_offer(weeks=[202701])
    assert [offer.pk for offer in Offer.objects.open().to_come()] == [kept.pk]


def test_at_the_end_of_a_season_the_pages_say_so(client, college, travel):
    offer_at(FOOT, weeks=[SOON])
    find_offers_for(college, Filters())

    def words() -> list[str]:
        pages = [read(client.get(path, {"departement": "38"})) for path in PAGES]
        return [pages[0].json("page-config")["over"], *(page.text for page in pages[1:])]

    assert [ALL_PAST in one for one in words()] == [False, False, False]
    travel(SOON)
    assert [ALL_PAST in one for one in words()] == [True, True, True]


def test_a_school_whose_weeks_are_past_is_told_so():
    make_offer(weeks=[SOON])
    make_offer(weeks=[])
    assert offered_weeks([PAST, SOON]).over == ""
    assert offered_weeks([PAST, THIS_WEEK]).over == SCHOOL_PAST
    assert offered_weeks().over == ""
