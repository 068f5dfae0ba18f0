"""The command that keeps what origins can reach, as a person runs it."""

import io

import pytest
from django.core.management import CommandError, call_command

from tests.transit.toy import DAY, parse_toy
from transit import queries

TOWN = """
point A 0
point B 6060
stop S1 120
stop S2 6000
line OUT S1 S2
  trip  08:05 08:20
line BACK S2 S1
  trip  17:05 17:20
"""


@pytest.fixture
def town(tmp_path):
    toy = parse_toy(TOWN)
    rows = [f"{name},{lat},{lon}" for name, (lat, lon) in toy.points.items()]
    (tmp_path / "points.csv").write_text("\n".join(["id,lat,lon", *rows]))
    feeds = [word for feed in toy.write(tmp_path) for word in ("--gtfs", str(feed))]
    network = tmp_path / "network"
    call_command("build_network", *feeds, "--no-streets", "--out", str(network), verbosity=0)
    return toy, network, tmp_path / "points.csv"


def run(network, points, *words):
    out = io.StringIO()
    common = "--network", str(network), "--origins", str(points), "--date", DAY.isoformat()
    call_command("build_surfaces", *common, *words, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_surfaces_stand_beside_the_network(town):
    toy, folder, points = town
    assert "2 origins in" in run(folder, points)
    network = queries.open_network(folder)
    surfaces = queries.open_surfaces(network, folder.with_name("network.surfaces"))
    site = queries.Place(*toy.points["B"])
    found = queries.commutes_to(network, surfaces, site, (9 * 3600, 17 * 3600))
    table = queries.commutes_to_site(
        network, site, [queries.Place(*toy.points["A"])], (9 * 3600, 17 * 3600), DAY
    )
    assert list(surfaces.origin_ids) == ["A", "B"]
    assert (found.morning_s[0], found.evening_s[0]) == (table.morning_s[0], table.evening_s[0])
    assert found.morning_s[0] < queries.UNREACHED


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--starts", "8"), "--starts must look like 08:00-10:00"),
        (("--starts", "8-10"), "--starts must look like 07:00"),
        (("--ends", "18:00-16:00"), "ends must be two hours, the earlier first"),
        (("--date", "1999-01-01"), "no service runs on 1999-01-01"),
    ],
)
def test_bad_words_end_it_with_one_line(town, words, said):
    _, network, points = town
    with pytest.raises(CommandError) as caught:
        run(network, points, *words)
    assert caught.value.returncode == 2
    assert said in str(caught.value)
    assert not network.with_name("network.surfaces").exists()
