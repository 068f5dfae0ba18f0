"""Networks entered into the database: dates, stops, one active build an area."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.transit.toy import DAY, parse_toy
from transit.models import NetworkBuild, Stop
from transit.network.builder import build_network
from transit.queries import open_network
from transit.registry import register, standing_days

pytestmark = pytest.mark.django_db
TOWN = """
stop S1 0
stop S2 3000
line L1 S1 S2
  trip 08:05 08:20
"""


@pytest.fixture
def network(tmp_path):
    return open_network(build_network(parse_toy(TOWN).write(tmp_path), None, tmp_path / "network"))


def test_registering_writes_dates_stops_and_extent(network):
    build = register(network, "Ville", DAY)
    assert (build.covered_from, build.covered_to) == network.covered
    assert build.service_date == DAY
    assert build.active
    assert sorted(Stop.objects.values_list("name", flat=True)) == ["S1", "S2"]
    stop = Stop.objects.get(name="S2")
    assert build.extent.contains(stop.point)
    assert NetworkBuild.objects.get().counts["trips"] == 1


def test_the_same_content_twice_changes_nothing(network):
    first = register(network, "Ville")
    second = register(network, "Ville")
    assert first.pk == second.pk
    assert Stop.objects.count() == 2


def test_a_new_build_takes_the_place_of_the_old(network, tmp_path):
    old = register(network, "Ville")
    text = TOWN + "  trip 09:05 09:20\n"
    folder = build_network(parse_toy(text).write(tmp_path), None, tmp_path / "other")
    new = register(open_network(folder), "Ville")
    elsewhere = register(network, "Autre ville")
    old.refresh_from_db()
    assert (old.active, new.active, elsewhere.active) == (False, True, True)


def test_going_back_to_the_old_build(network, tmp_path):
    old = register(network, "Ville")
    text = TOWN + "  trip 09:05 09:20\n"
    folder = build_network(parse_toy(text).write(tmp_path), None, tmp_path / "other")
    register(open_network(folder), "Ville")
    register(network, "Ville")
    assert list(NetworkBuild.objects.filter(active=True)) == [old]


def test_a_day_without_service_is_refused_and_nothing_is_written(network):
    words = ("--network", str(network.folder), "--area", "Ville", "--date", "2031-01-01")
    with pytest.raises(CommandError, match="no service runs on 2031-01-01") as caught:
        call_command("register_network", *words, stdout=StringIO())
    assert caught.value.returncode == 2
    assert not NetworkBuild.objects.exists()


@pytest.fixture
def other(tmp_path):
    text = TOWN + "  trip 09:05 09:20\n"
    return open_network(build_network(parse_toy(text).write(tmp_path), None, tmp_path / "other"))


def test_one_command_registers_several_networks(network, other):
    words = ("--network", str(network.folder), "--area", "Ville")
    more = ("--network", str(other.folder), "--area", "Bourg")
    out = StringIO()
    call_command("register_network", *words, *more, "--date", str(DAY), stdout=out)
    assert [line.split(":")[0] for line in out.getvalue().splitlines()] == ["Ville", "Bourg"]
    active = NetworkBuild.objects.filter(active=True).values_list("area", "folder")
    assert dict(active) == {"Ville": str(network.folder), "Bourg": str(other.folder)}


def test_one_that_cannot_be_used_leaves_all_as_it_was(network, tmp_path):
    words = ("--network", str(network.folder), "--area", "Ville")
    more = ("--network", str(tmp_path / "nowhere"), "--area", "Bourg")
    with pytest.raises(CommandError, match="nowhere") as caught:
        call_command("register_network", *words, *more, stdout=StringIO())
    assert caught.value.returncode == 2
    assert not NetworkBuild.objects.exists()


@pytest.mark.parametrize(
    ("more", "line"),
    [
        (("--network", "b"), "one --area for each --network was expected, not 1 for 2"),
        (("--network", "b", "--area", "Ville"), "--area 'Ville' is given to several networks"),
    ],
)
def test_networks_and_areas_that_do_not_go_together(network, more, line):
    words = ("--network", str(network.folder), "--area", "Ville", *more)
    with pytest.raises(CommandError, match=line) as caught:
        call_command("register_network", *words, stdout=StringIO())
    assert caught.value.returncode == 2
    assert not NetworkBuild.objects.exists()


class Timetable:
    """Service days with their numbers of trips."""

    def __init__(self, trips: dict[dt.date, int]) -> None:
        self.trips = trips

    def service_days(self) -> list[dt.date]:
        return sorted(self.trips)

    def trips_on(self, day: dt.date) -> int:
        return self.trips[day]


def representative_day(timetable: Timetable, today: dt.date) -> dt.date:
    return standing_days(timetable, today)["service_date"]


def test_the_representative_day_is_the_best_served_tuesday_to_come():
    school, holiday, past = dt.date(2026, 12, 1), dt.date(2026, 12, 29), dt.date(2026, 11, 3)
    wednesday = dt.date(2026, 12, 2)
    served = Timetable({past: 900, school: 500, holiday: 300, wednesday: 800})
    assert representative_day(served, dt.date(2026, 11, 20)) == school


def test_of_an_expired_timetable_the_best_tuesday_is_taken():
    first, second = dt.date(2023, 5, 2), dt.date(2023, 5, 9)
    assert representative_day(Timetable({first: 10, second: 12}), dt.date(2026, 1, 1)) == second


def test_a_service_that_runs_for_ever_does_not_decide():
    today = dt.date(2026, 11, 24)  # a Tuesday
    days = {today + dt.timedelta(n): 500 for n in range(420)}
    days |= {today + dt.timedelta(n): 3 for n in range(420, 12_000)}
    assert representative_day(Timetable(days), today) == today


def test_without_a_tuesday_any_day_will_do():
    sunday = dt.date(2026, 11, 29)
    assert representative_day(Timetable({sunday: 5}), dt.date(2026, 11, 1)) == sunday
