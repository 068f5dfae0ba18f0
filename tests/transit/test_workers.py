"""One worker or two, the same bytes."""

import csv

import pytest
from django.core.management import call_command

from tests.transit.toy import DAY, parse_toy
from transit.network.builder import build_network

TOWN = """
point A 0
point B 6060
point C 12060
point FAR 90000
stop S1 60
stop S2 6000
stop S3 12000
line L1 S1    S2    S3
  trip every=600 from=06:00 until=10:00 : 06:00 06:10 06:20
line L2 S3    S2    S1
  trip every=900 from=06:00 until=10:00 : 06:00 06:12 06:20
"""


@pytest.mark.parametrize(
    "when", [["--depart", "08:00", "--window", "30"], ["--arrive-by", "09:00"]]
)
def test_the_same_bytes_with_one_worker_and_with_two(tmp_path, when):
    toy = parse_toy(TOWN)
    network = build_network(toy.write(tmp_path), None, tmp_path / "network")
    places = tmp_path / "places.csv"
    with places.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "lat", "lon"])
        writer.writerows([name, *point] for name, point in toy.points.items())
    files = []
    for workers in (1, 2):
        out = tmp_path / f"{workers}.csv"
        common = ["--network", network, "--origins", places, "--destinations", places]
        arguments = [*common, "--date", DAY.isoformat(), *when, "--workers", workers, "--out", out]
        call_command("travel_times", *map(str, arguments))
        files.append(out.read_bytes())
    assert files[0] == files[1]
    rows = list(csv.DictReader(files[0].decode().splitlines()))
    assert [(row["origin_id"], row["destination_id"]) for row in rows] == [
        (start, end) for start in toy.points for end in toy.points
    ]
    assert {row["status"] for row in rows} == {"ok", "unreached"}
