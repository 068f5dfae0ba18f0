"""A moved feed: the new network is swapped in while people ask, and no one is left without answer."""

import pytest

from geo_matching.common.versions import bump
from geo_matching.matching.computing import compute_colleges, ensure_computed
from geo_matching.matching.criteria import Filters
from geo_matching.matching.handover import move_colleges
from geo_matching.matching.models import ComputedCollege
from geo_matching.matching.queries import EVENING, find_offers_for, origin_of, trips_for
from tests.matching.asking import asking, wait_until
from tests.matching.toy_town import FAR, FOOT, SERVICE_DATE, TOWN, offer_at, toy_college
from tests.transit.toy import parse_toy
from transit.network.builder import build_network
from transit.queries import open_network
from transit.registry import enter, put_in_service

# The bus of 8:40 is gone: the far site is left for at 7:37:20, an hour earlier.
SLOWER = TOWN.replace("  trip 08:40 08:50\n", "")
BEFORE, AFTER = 23, 83


@pytest.fixture(scope="module")
def other_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("slower")
    return build_network(parse_toy(SLOWER).write(folder), None, folder / "network")


@pytest.fixture
def swap(build, other_folder):
    """Put the new network into service as an update does."""

    def run():
        newer = enter(open_network(other_folder), build.area, SERVICE_DATE)
        put_in_service(newer, hand_over=True)
        return newer

    return run


def minutes(college) -> list[int]:
    offers = find_offers_for(college, Filters()).results
    return [-(-max(offer.commute.morning_s, offer.commute.evening_s) // 60) for offer in offers]


@pytest.mark.django_db
def test_old_commutes_stay_until_the_new_ones_are_written(college, build, swap):
    offer = offer_at(FAR)
    assert minutes(college) == [BEFORE]
    newer = swap()
    assert minutes(college) == [BEFORE]
    assert ComputedCollege.objects.get().build_id == build.pk
    # The trip that is drawn is the one of the figures.
    assert origin_of(college.uai).build_pk == build.pk
    (trip,) = trips_for(origin_of(college.uai), offer, (EVENING,))
    assert trip.journey is not None
    moved = move_colleges(build.area)
    assert (moved.colleges, moved.computed) == (1, 1)
    assert minutes(college) == [AFTER]
    assert origin_of(college.uai).build_pk == newer.pk
    build.refresh_from_db()
    assert not build.handing_over


@pytest.mark.django_db
def test_a_college_nobody_computed_is_computed_on_the_new_network(college, build, swap):
    offer_at(FAR)
    newer = swap()
    assert minutes(college) == [AFTER]
    assert ComputedCollege.objects.get().build_id == newer.pk


@pytest.mark.django_db
def test_a_new_site_is_never_computed_on_the_old_network(college, build, swap):
    offer_at(FAR)
    minutes(college)
    newer = swap()
    offer_at(FOOT)
    bump("ranking")
    assert sorted(minutes(college)) == [10, AFTER]
    assert set(ComputedCollege.objects.values_list("build", flat=True)) == {newer.pk}


@pytest.mark.django_db
def test_a_request_that_was_late_does_not_bring_the_old_network_back(college, build, swap):
    offer_at(FAR)
    minutes(college)
    newer = swap()
    late = origin_of(college.uai)
    move_colleges(build.area)
    build.refresh_from_db()
    build.handing_over = True  # another collège of the area still needs it
    build.save()
    ensure_computed(late)
    assert ComputedCollege.objects.get().build_id == newer.pk


@pytest.mark.django_db
def test_moving_twice_computes_once_and_a_crash_goes_on_where_it_stopped(college, build, swap):
    offer_at(FAR)
    other = toy_college()
    minutes(college)
    swap()
    next(iter(compute_colleges([college])))
    assert move_colleges(build.area).computed == 1  # the other one
    assert ComputedCollege.objects.filter(college=other).exists()
    assert move_colleges(build.area).computed == 0


@pytest.mark.django_db(transaction=True)
def test_people_who_ask_while_it_happens_always_get_an_answer(live_server, college, build, swap):
    offer_at(FAR)
    address = f"{live_server.url}/api/v1/offers/?college={college.uai}"
    old, new = (200, (BEFORE,)), (200, (AFTER,))
    with asking(address) as answers:
        wait_until(lambda: len(answers) >= 4)
        swap()
        swapped = len(answers)
        wait_until(lambda: len(answers) >= swapped + 6)
        still = answers[:]
        move_colleges(build.area)
        moved = len(answers)
        # Each client may have one question under way that was asked before.
        wait_until(lambda: len(answers) >= moved + 6)
    assert set(still) == {old}
    assert set(answers) == {old, new}
    assert set(answers[moved + 2 :]) == {new}
