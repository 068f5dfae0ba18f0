"""Isère whole through one local server: official data and the network of the real feed, twice."""

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from geo_matching.common.models import ImportRun
from geo_matching.matching.models import ComputedCollege
from qpv_data.models import College
from tests.local_server import LocalServer, served_file
from tests.qpv_data.territory.published_files import write_world
from tests.qpv_data.territory.world import Publisher
from tests.transit.areas.publishers import Publishers, md5_of
from transit.models import Feed, NetworkBuild, Stop

pytestmark = pytest.mark.django_db
STREETS = "/osm/rhone-alpes-latest.osm.pbf"
YEAR = 2022


@pytest.fixture
def everything(stages_data, settings, folders, tmp_path):
    """Serve real collèges, labels, timetable and streets, and invented files of all the rest."""
    education, grenoble = stages_data / "education", stages_data / "grenoble"
    (tmp_path / "world").mkdir()
    (tmp_path / "feeds").mkdir()
    with LocalServer() as server:
        official = Publisher(server, write_world(tmp_path / "world"))
        official.publish("colleges_geolocation", education / "colleges_geoloc_national.csv")
        official.publish(
            "priority_schools", education / "priority" / "rep_rep_plus_rentree_2022.csv"
        )
        # Of another département: it does not say that collèges of this one have closed.
        official.publish(
            "colleges_directory", education / "ille-et-vilaine_fr-en-annuaire-education.csv"
        )
        networks = Publishers(tmp_path / "feeds")
        networks.base = server.base
        networks.start()
        networks.publish_file("tag", (grenoble / "gtfs_tag_2023.zip").read_bytes())
        streets = (grenoble / "streets.osm.pbf").read_bytes()
        networks.files |= {STREETS: streets, f"{STREETS}.md5": md5_of(streets).encode()}
        for path, content in networks.files.items():
            server.answers(path, served_file(content, etag=f'"{md5_of(content)}"'))
        settings.SOURCE_BASES = official.bases
        settings.DOWNLOADS_DIR = tmp_path / "downloads"
        yield server


def run() -> tuple[str, str]:
    """Bring the département up to date, then its network at once; return what both print."""
    official, networks = StringIO(), StringIO()
    here = {"departement": ["38"], "apply": True}
    told = {"vintage": [f"priority_schools={YEAR}"], "who": "essai"}
    call_command("import_territory", **here, **told, no_networks=True, stdout=official)
    call_command("update_networks", **here, now=True, stdout=networks)
    return official.getvalue(), networks.getvalue()


def test_the_second_time_nothing_changes(everything):
    official, networks = run()
    assert "Written in one transaction" in official
    assert "38 Isère" in networks
    assert "to build: no network yet" in networks
    build = NetworkBuild.objects.get()
    assert build.active
    assert build.service_date == dt.date(2023, 5, 9)
    assert Stop.objects.filter(build=build).count() == 1_739
    assert Feed.objects.get(status="used").title.startswith("Réseau tag")
    priority = College.objects.open().in_priority_education().filter(point__within=build.extent)
    assert priority.count() > 5
    assert ComputedCollege.objects.filter(college__in=priority).count() == priority.count(), (
        networks
    )
    kept = (ImportRun.objects.count(), list(ComputedCollege.objects.order_by("pk").values()))

    official, networks = run()
    assert "No change" in official
    assert "No change." in networks
    assert NetworkBuild.objects.get() == build
    assert Path(build.folder).is_dir()
    assert kept == (
        ImportRun.objects.count(),
        list(ComputedCollege.objects.order_by("pk").values()),
    )
