"""The engine's commands as a person runs them: files in, files out, one line when it goes wrong."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command
from shapely.geometry import shape

from tests.transit.toy import DAY, parse_toy

TOWN = """
point A 0
point B 6060
point FAR 90000
stop S1 120
stop S2 3000
stop S3 6000
line L1 S1    S2    S3
  trip  08:05 08:10 08:20
  trip  08:35 08:40 08:50
"""


@pytest.fixture
def town(tmp_path):
    toy = parse_toy(TOWN)
    (feed,) = toy.write(tmp_path)
    points = tmp_path / "points.csv"
    with points.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["note", "lon", "id", "lat"])
        writer.writerows(["x", lon, name, lat] for name, (lat, lon) in toy.points.items())
    network = tmp_path / "network"
    run("build_network", "--gtfs", feed, "--no-streets", "--out", network)
    return toy, network, points


def run(*words):
    out = io.StringIO()
    call_command(words[0], *map(str, words[1:]), stdout=out, stderr=io.StringIO())
    return out.getvalue()


def fails(*words) -> str:
    with pytest.raises(CommandError) as caught:
        run(*words)
    assert caught.value.returncode == 2
    assert "\n" not in str(caught.value)
    return str(caught.value)


def table(path):
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


def times(town, out, *words):
    _, network, points = town
    common = ("--network", network, "--origins", points, "--destinations", points)
    run("travel_times", *common, "--date", DAY, *words, "--out", out)
    return table(out)


def test_travel_times_of_a_window(town, tmp_path):
    rows = times(town, tmp_path / "m.csv", "--depart", "08:00", "--window", "1")
    assert list(rows[0]) == ["origin_id", "destination_id", "status"] + [
        f"p{p}" for p in (5, 25, 50, 75, 95)
    ]
    assert [(row["origin_id"], row["destination_id"]) for row in rows] == [
        (origin, target) for origin in ("A", "B", "FAR") for target in ("A", "B", "FAR")
    ]
    by_pair = {(row["origin_id"], row["destination_id"]): row for row in rows}
    # Walk 120 s, ride 08:05 - 08:20, walk 60 s: there at 08:21.
    assert by_pair["A", "B"]["p50"] == "1260"
    assert by_pair["A", "FAR"]["status"] == "unreached"
    assert by_pair["A", "FAR"]["p50"] == ""


def test_travel_times_to_arrive_by(town, tmp_path):
    rows = times(town, tmp_path / "m.csv", "--arrive-by", "09:00:30")
    found = next(r for r in rows if (r["origin_id"], r["destination_id"]) == ("A", "B"))
    assert found == {
        "origin_id": "A",
        "destination_id": "B",
        "status": "ok",
        "departure": "08:32:00",
        "arrival": "08:51:00",
        "travel_time_s": "1140",
        "rides": "1",
        "walk_s": "180",
    }


def test_a_departure_before_midnight_has_a_minus(tmp_path):
    toy = parse_toy(TOWN + "  trip on=yesterday 23:50 23:55 24:05\n")
    (feed,) = toy.write(tmp_path)
    network, points, out = tmp_path / "n", tmp_path / "p.csv", tmp_path / "m.csv"
    run("build_network", "--gtfs", feed, "--no-streets", "--out", network)
    lines = [f"{name},{lat},{lon}" for name, (lat, lon) in toy.points.items()]
    points.write_text("id,lat,lon\n" + "\n".join(lines) + "\n")
    common = ("--network", network, "--origins", points, "--destinations", points)
    run("travel_times", *common, "--date", DAY, "--arrive-by", "00:30", "--out", out)
    assert table(out)[1]["departure"] == "-00:13:00"
    assert table(out)[1]["arrival"] == "00:06:00"


def test_a_journey_as_json_and_as_text(town):
    toy, network, _ = town
    ends = [",".join(map(str, toy.points[name])) for name in ("A", "B")]
    question = ("--from", ends[0], "--to", ends[1], "--date", DAY, "--depart", "08:00")
    found = json.loads(run("journeys", "--network", network, *question))
    assert (found["status"], found["departure"], found["arrival"]) == ("ok", "08:00:00", "08:21:00")
    assert [leg["mode"] for leg in found["legs"]] == ["access", "ride", "egress"]
    ride = found["legs"][1]
    assert (ride["from"], ride["to"], ride["stops"], ride["route"]) == ("S1", "S3", 2, "L1")
    assert len(ride["geometry"]["coordinates"]) == 3
    text = run("journeys", "--network", network, *question, "--format", "text")
    assert text.splitlines()[0] == "08:00:00 -> 08:21:00  1260 s, 1 rides, 180 s on foot"


def test_an_unreached_journey_has_no_legs(town):
    toy, network, _ = town
    ends = [",".join(map(str, toy.points[name])) for name in ("A", "FAR")]
    question = ("--from", ends[0], "--to", ends[1], "--date", DAY, "--depart", "08:00")
    found = json.loads(run("journeys", "--network", network, *question))
    assert found["status"] == "unreached"
    assert found["legs"] == []
    assert found["departure"] is None


def test_isochrones_are_valid_and_nested(town, tmp_path):
    _, network, points = town
    out = tmp_path / "i.geojson"
    words = ("--date", DAY, "--depart", "08:00", "--minutes", "30,15", "--out", out)
    run("isochrones", "--network", network, "--origins", points, *words)
    features = json.loads(out.read_text())["features"]
    assert [(f["properties"]["origin_id"], f["properties"]["minutes"]) for f in features[:2]] == [
        ("A", 15),
        ("A", 30),
    ]
    small, large = (shape(feature["geometry"]) for feature in features[:2])
    assert small.geom_type == large.geom_type == "MultiPolygon"
    assert small.is_valid
    assert large.is_valid
    assert large.contains(small)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--date", "2030-13-01", "--depart", "08:00"], "--date must look like"),
        (["--date", "1999-01-01", "--depart", "08:00"], "no service runs on 1999-01-01"),
        (["--date", DAY, "--depart", "8h"], "--depart must look like"),
        (["--date", DAY, "--depart", "08:00", "--percentiles", "0"], "percentiles must lie in"),
        (["--date", DAY, "--depart", "08:00", "--percentiles", "a"], "--percentiles must be"),
        (["--date", DAY, "--depart", "08:00", "--window", "0"], "--window must lie in"),
        (["--date", DAY, "--depart", "08:00", "--max-walk-s", "-1"], "max_walk_s must lie in"),
        (["--date", DAY, "--arrive-by", "09:00", "--walk-speed-kmh", "0"], "walk_speed_kmh"),
    ],
)
def test_a_bad_question_is_one_line_and_leaves_nothing(town, tmp_path, words, message):
    _, network, points = town
    out = tmp_path / "m.csv"
    common = ("--network", network, "--origins", points, "--destinations", points)
    assert message in fails("travel_times", *common, *words, "--out", out)
    assert not out.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"id,lat\na,1\n", "points.csv, row 1, column lon: is missing"),
        (b"id,lat,lon\na,1,2\nb,x,2\n", "points.csv, row 3, column lat: is not a number"),
        (b"id,lat,lon\n,1,2\n", "points.csv, row 2, column id: is empty"),
        (b"id,lat,lon\na,1\n", "points.csv, row 2, column lon: is empty"),
        (b"id,lat,lon\na,91,2\n", "points.csv, row 2, column lat: latitude 91.0 lies outside"),
        (b"id,lat,lon\na,1,200\n", "points.csv, row 2, column lon: longitude 200.0 lies outside"),
        (b"id,lat,lon\na,nan,2\n", "points.csv, row 2, column lat"),
        (b"id,lat,lon\n\xe9,1,2\n", "points.csv: is not a CSV file in UTF-8"),
    ],
)
def test_bad_points_name_file_row_and_column(town, tmp_path, content, message):
    _, network, points = town
    points.write_bytes(content)
    common = ("--network", network, "--origins", points, "--destinations", points)
    words = ("--date", DAY, "--depart", "08:00", "--out", tmp_path / "m.csv")
    assert message in fails("travel_times", *common, *words)


def test_points_may_have_a_byte_order_mark_and_blank_lines(town, tmp_path):
    toy, _network, points = town
    lat, lon = toy.points["A"]
    points.write_bytes(f"\ufeffid,lat,lon\r\n\r\nA,{lat},{lon}\r\n".encode())
    rows = times(town, tmp_path / "m.csv", "--depart", "08:00")
    assert [row["origin_id"] for row in rows] == ["A"]


def test_a_folder_that_is_no_network(town, tmp_path):
    _, _, points = town
    common = ("--network", tmp_path, "--origins", points, "--destinations", points)
    words = ("--date", DAY, "--depart", "08:00", "--out", tmp_path / "m.csv")
    assert "is not a built network" in fails("travel_times", *common, *words)


def test_building_twice_gives_the_same_bytes(town, tmp_path):
    toy, network, _ = town
    (feed,) = toy.write(tmp_path)
    run("build_network", "--gtfs", feed, "--no-streets", "--out", tmp_path / "again")
    for path in sorted(network.iterdir()):
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name


def test_a_missing_feed_is_one_line(tmp_path):
    words = ("--gtfs", tmp_path / "none.zip", "--no-streets", "--out", tmp_path / "n")
    assert "none.zip" in fails("build_network", *words)
    assert not (tmp_path / "n").exists()


def test_results_without_streets_say_so(town, tmp_path):
    _, network, points = town
    words = ("--date", DAY, "--depart", "08:00", "--out", tmp_path / "m.csv", "--wheelchair")
    said = io.StringIO()
    common = ("--network", network, "--origins", points, "--destinations", points)
    call_command("travel_times", *map(str, (*common, *words)), stderr=said)
    assert said.getvalue().splitlines() == [
        "note: no street file: walks are the great circle x 1.3",
        "note: 2 trips and 3 stops say nothing of wheelchairs: used",
    ]


def test_anchored_frequencies_are_told(tmp_path):
    toy = parse_toy(TOWN + "  trip every=600 from=06:00 until=07:00 : 06:00 06:05 06:15\n")
    (feed,) = toy.write(tmp_path)
    run("build_network", "--gtfs", feed, "--no-streets", "--out", tmp_path / "n")
    said = io.StringIO()
    ends = [",".join(map(str, toy.points[name])) for name in ("A", "B")]
    words = ("--from", ends[0], "--to", ends[1], "--date", DAY, "--depart", "06:00")
    call_command(
        "journeys",
        "--network",
        str(tmp_path / "n"),
        *map(str, words),
        stdout=io.StringIO(),
        stderr=said,
    )
    assert "note: 6 trips of frequencies.txt were anchored at their start times" in said.getvalue()
