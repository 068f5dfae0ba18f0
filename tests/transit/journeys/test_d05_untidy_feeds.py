"""Feeds as they come: what is no error, and trips that are left out while the rest runs."""

import zipfile

import pytest

from tests.transit.toy_world import World

TOWN = """
point A 0
stop S1 60
stop S2 6000
point B 6060
line L1 S1    S2
  trip  06:00 06:10
  trip  08:00 08:10
"""
FIRST = "A 05:58 ~walk 60s~ S1 06:00 =L1=> S2 06:10 ~walk 60s~ B 06:11"
SECOND = "A 05:58 ~walk 60s~ S1 08:00 =L1=> S2 08:10 ~walk 60s~ B 08:11"
HEADER = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
GOOD = "t2,08:00:00,08:00:00,S1,1\nt2,08:10:00,08:10:00,S2,2\n"


def test_times_and_cells_as_feeds_write_them(world):
    stop_times = (
        '\ufeff trip_id, "arrival_time" ,departure_time,stop_id,stop_sequence\r\n\r\n'
        't1,6:00:00, 6:00:00,"S1",5\r\n"t1",06:10:00,6:10:00,S2,10\r\n\r\n'
    )
    world(TOWN, files={"stop_times.txt": stop_times}).check("A -> B", FIRST, depart="05:58")


def test_calls_are_ordered_by_number_not_by_row(world):
    rows = "t1,06:10:00,06:10:00,S2,10\nt1,06:00:00,06:00:00,S1,9\n"
    world(TOWN, files={"stop_times.txt": HEADER + rows}).check("A -> B", FIRST, depart="05:58")


@pytest.mark.parametrize(
    "bad",
    [
        "t1,,,S1,1\nt1,06:10:00,06:10:00,S2,2\n",
        "t1,06:00:00,06:00:00,S1,1\nt1,,,S2,2\n",
        "t1,06:00:00,06:00:00,S1,1\nt1,six,06:10:00,S2,2\n",
        "t1,06:00:00,06:00:00,S1,1\nt1,05:59:59,06:10:00,S2,2\n",
        "t1,06:00:00,06:00:00,S1,1\nt1,06:10:00,06:09:59,S2,2\n",
        "t1,06:00:00,06:00:00,S1,1\n",
        "t1,06:00:00,06:00:00,S1,1\nt1,06:05:00,06:05:00,NOWHERE,2\nt1,06:10:00,06:10:00,S2,3\n",
        "",
    ],
    ids=[
        "no-first",
        "no-last",
        "unparsable",
        "back-between",
        "back-at",
        "one-call",
        "unknown-stop",
        "none",
    ],
)
def test_a_bad_trip_is_left_out_and_the_rest_runs(world, bad):
    town = world(TOWN, files={"stop_times.txt": HEADER + bad + GOOD})
    town.check("A -> B", SECOND, depart="05:58", max_minutes=180)


def test_empty_optional_files_and_extended_route_types(world):
    routes = "route_id,agency_id,route_short_name,route_long_name,route_type\nL1,1,L1,,712\n"
    empty = dict.fromkeys(["transfers.txt", "frequencies.txt", "shapes.txt"], "")
    header = {"calendar_dates.txt": "service_id,date,exception_type\n"}
    files = {"routes.txt": routes} | empty | header
    world(TOWN, files=files).check("A -> B", FIRST, depart="05:58")


def test_a_folder_inside_the_zip(tmp_path, monkeypatch):
    real_write = zipfile.ZipFile.writestr

    def write_deeper(archive, name, data):
        real_write(archive, f"export/{name}", data)

    monkeypatch.setattr(zipfile.ZipFile, "writestr", write_deeper)
    World(TOWN, tmp_path).check("A -> B", FIRST, depart="05:58")


def test_unused_columns_and_their_order(world):
    stops = "zone,stop_lon,stop_lat,stop_name,stop_id\nx,{1},{0},S1,S1\ny,{3},{2},S2,S2\n"
    town = world(TOWN)
    places = [cell for key in ("A", "B") for cell in town.toy.points[key]]
    moved = world(TOWN, files={"stops.txt": stops.format(*places)})
    line = "A 05:59 ~walk 0s~ S1 06:00 =L1=> S2 06:10 ~walk 0s~ B 06:10"
    moved.check("A -> B", line, depart="05:59")


def test_a_stop_without_a_place_is_changed_at_and_not_walked_to(world):
    town = """
        point A 0
        stop S1 60
        stop X 3000
        stop S2 6000
        point M 3060
        point B 6060
        line L1 S1    X
          trip  08:00 08:10
        line L2 X     S2
          trip  08:20 08:30
        """
    plain = world(town)
    places = [cell for east in ("A", "B") for cell in plain.points[east]]
    stops = "stop_id,stop_name,stop_lat,stop_lon\nS1,S1,{},{}\nX,X,,\nS2,S2,{},{}\n"
    lost = world(town, files={"stops.txt": stops.format(*places)})
    line = "A 07:59 ~walk 0s~ S1 08:00 =L1=> X 08:10/08:20 =L2=> S2 08:30 ~walk 0s~ B 08:30"
    lost.check("A -> B", line, depart="07:59")
    lost.check("A -> B", line, arrive="09:00")
    lost.check("A -> M", "unreached", depart="07:59")
