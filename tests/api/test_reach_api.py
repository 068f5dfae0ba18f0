"""Who could come, asked over HTTP; the town's page says the minutes."""

import pytest

from geo_matching.accounts.roles import Role
from tests.accounts.factories import make_host_user, make_user
from tests.matching.toy_town import FAR, FOOT, LONE, NEAR, at, toy_college

pytestmark = pytest.mark.django_db
MIDDLE_OF_NOWHERE = 40_000


@pytest.fixture
def ask(client):
    client.force_login(make_host_user())

    def get(east, *, north=0, **query):
        point = at(east, north)
        return client.get("/api/v1/reach/", {"lat": point.y, "lon": point.x, **query})

    return get


def bands(answer):
    return [(b["minutes"], b["colleges"], b["pupils_3e"], b["unknown"]) for b in answer["bands"]]


def test_colleges_are_counted_by_minutes_both_ways(ask, college):
    college.pupils_3e = 96
    college.save()
    toy_college(priority="rep", point=at(150))
    toy_college(priority="none", point=at(20))
    answer = ask(FAR, start="9:00", end="17:00").json()
    assert bands(answer) == [(30, 2, 96, 1), (45, 2, 96, 1), (60, 2, 96, 1)]
    assert (answer["served"], answer["other_hours"], answer["meeting_point"]) == (True, [], None)
    one = next(c for c in answer["colleges"] if c["uai"] == college.uai)
    assert (one["minutes"], one["morning"], one["evening"]) == (23, 23, 17)
    assert (one["priority"], one["pupils_3e"]) == ("REP+", 96)


def test_hours_of_several_days_count_as_the_worst(ask, college):
    answer = ask(FAR, start=["9:00", "8:00"], end=["17:00", "16:00"]).json()
    # At 16:00 one waits for the bus of 17:05.
    assert [c["minutes"] for c in answer["colleges"]] == [77]
    assert bands(answer)[-1] == (60, 0, 0, 0)


def several(ask, *days, **query):
    """Ask for days of (east, start, end)."""
    points = [at(east) for east, _, _ in days]
    return ask(
        FOOT,
        lat=[point.y for point in points],
        lon=[point.x for point in points],
        start=[start for _, start, _ in days],
        end=[end for _, _, end in days],
        **query,
    )


def test_a_week_at_several_places_counts_as_its_worst_day(ask, college):
    nine_to_five = [(east, "9:00", "17:00") for east in (FOOT, NEAR)]
    answer = several(ask, *nine_to_five).json()
    assert [c["minutes"] for c in answer["colleges"]] == [63]
    # At the far place from 9 to 5, on foot from 8 to 4: the far place's bad hours are not asked.
    answer = several(ask, (FAR, "9:00", "17:00"), (FOOT, "8:00", "16:00")).json()
    assert [c["minutes"] for c in answer["colleges"]] == [23]
    assert several(ask, (FOOT, "9:00", "17:00"), (LONE, "9:00", "17:00")).json()["colleges"] == []


def test_other_hours_hold_at_every_place_and_there_is_no_one_meeting_point(ask, college):
    days = (FOOT, "8:00", "16:00"), (FAR, "8:00", "16:00")
    answer = several(ask, *days, advice="1").json()
    assert answer["served"] is False
    assert [(o["start"], o["end"]) for o in answer["other_hours"]] == [
        ("09:30", "16:30"),
        ("08:30", "16:30"),
    ]
    assert answer["meeting_point"] is None


def test_one_place_without_a_network_is_said_so(ask, build, college):
    days = (FOOT, "9:00", "17:00"), (MIDDLE_OF_NOWHERE, "9:00", "17:00")
    assert several(ask, *days).status_code == 503


def test_other_hours_are_really_computed(ask, college):
    # From 8 to 16 the way back takes 77 minutes; leaving at 16:30, 47. For 9:30 and for 8:30 one
    # leaves 53 minutes before.
    quick = ask(FAR, start="8:00", end="16:00").json()
    assert (quick["served"], quick["other_hours"], quick["meeting_point"]) == (False, [], None)
    answer = ask(FAR, start="8:00", end="16:00", advice="1").json()
    assert not answer["served"]
    assert answer["other_hours"] == [
        {"start": "09:30", "end": "16:30", "colleges": 1, "pupils_3e": 0, "unknown": 1},
        {"start": "08:30", "end": "16:30", "colleges": 1, "pupils_3e": 0, "unknown": 1},
    ]


def test_a_stop_that_pupils_get_to_is_a_meeting_point(ask, college):
    # 3 000 paces from the stop F: nobody walks so far, whatever the hours.
    answer = ask(15_000, north=3_000, advice="1").json()
    assert (answer["served"], answer["linked"], answer["other_hours"]) == (False, True, [])
    meeting = answer["meeting_point"]
    assert (meeting["name"], meeting["colleges"]) == ("F", 1)


def test_a_place_with_a_way_there_and_none_back_is_not_served(ask, college):
    answer = ask(LONE).json()
    assert (answer["served"], answer["colleges"]) == (False, [])


def test_without_any_priority_college_nobody_is_promised(ask, college):
    college.priority = "none"
    college.save()
    answer = ask(NEAR).json()
    assert (answer["any_college"], answer["served"], answer["colleges"]) == (False, False, [])


def test_a_place_that_no_network_covers_is_said_so(ask, build, college):
    response = ask(MIDDLE_OF_NOWHERE)
    assert (response.status_code, response.json()["code"]) == (503, "NO_TIMETABLE")
    assert response.json()["error"].startswith("Nous ne connaissons pas encore")


def test_it_costs_five_queries(ask, college, django_assert_num_queries):
    ask(FOOT)
    # Session, user, collèges, whose network they are on, the network.
    with django_assert_num_queries(5):
        ask(FOOT)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"lat": "", "lon": "5.7"}, "lat"),
        ({"lat": "abc", "lon": "5.7"}, "lat"),
        ({"lat": "nan", "lon": "5.7"}, "lat"),
        ({"lat": "91", "lon": "5.7"}, "lat"),
        ({"lat": "0", "lon": "0"}, "lat"),
        ({"lat": "45.1", "lon": "5.7", "advice": "oui"}, "advice"),
        ({"lat": ["45.1", "45.1"], "lon": "5.7"}, "lon"),
        ({"lat": ["45.1", "45.1"], "lon": ["5.7", "5.7"]}, "lat"),
        ({"lat": ["45.1"] * 8, "lon": ["5.7"] * 8}, "lon"),
        (
            {"lat": ["45.1", "x"], "lon": ["5.7"] * 2, "start": ["9:00"] * 2, "end": ["17:00"] * 2},
            "lat",
        ),
        ({"lat": "45.1", "lon": "5.7", "start": "9:00"}, "end"),
        ({"lat": "45.1", "lon": "5.7", "start": "9", "end": "17:00"}, "start"),
        ({"lat": "45.1", "lon": "5.7", "start": "17:00", "end": "9:00"}, "end"),
        ({"lat": "45.1", "lon": "5.7", "start": ["9:00"] * 8, "end": ["17:00"] * 8}, "end"),
    ],
)
def test_a_bad_question_is_refused_with_a_reason(client, query, field):
    client.force_login(make_host_user())
    response = client.get("/api/v1/reach/", query)
    assert (response.status_code, response.json()["field"]) == (400, field)
    assert response.json()["error"].endswith(".")


@pytest.mark.parametrize("path", ["/api/v1/reach/?lat=45&lon=5", "/api/v1/addresses/?q=rue"])
def test_only_who_may_post_is_answered(client, path):
    assert (client.get(path).status_code, client.get(path).json()["code"]) == (401, "NOT_SIGNED_IN")
    client.force_login(make_user(Role.PUPIL))
    assert client.get(path).status_code == 403
    client.force_login(make_host_user(approved=False))
    assert client.get(path).status_code == 403


def test_the_engine_is_not_asked_more_than_once_a_second(client, settings, monkeypatch):
    from geo_matching.api.signed_in import EngineThrottle

    monkeypatch.setattr(EngineThrottle, "rate", "2/min")
    client.force_login(make_host_user())
    path = "/api/v1/reach/?lat=0&lon=0"
    assert [client.get(path).status_code for _ in range(3)] == [400, 400, 429]
    assert client.get(path).json()["code"] == "TOO_MANY_REQUESTS"
