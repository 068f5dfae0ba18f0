"""Grenoble's real feed and streets behind the invented catalogue: an old timetable, used as such."""

import datetime as dt
from pathlib import Path

import pytest

from tests.transit.areas.extract_files import contents
from tests.transit.areas.publishers import md5_of
from transit.models import NetworkBuild
from transit.queries import open_network

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 26)


@pytest.fixture
def grenoble(publishers, stages_data):
    """Publish the real files."""
    folder = stages_data / "grenoble"
    publishers.publish_file("tag", (folder / "gtfs_tag_2023.zip").read_bytes())
    content = (folder / "streets.osm.pbf").read_bytes()
    publishers.files["/osm/rhone-alpes-latest.osm.pbf"] = content
    publishers.files["/osm/rhone-alpes-latest.osm.pbf.md5"] = md5_of(content).encode()
    return publishers


def test_the_old_feed_is_built_on_a_school_tuesday_and_not_built_twice(refresh, grenoble):
    outlook, build = refresh(today=TODAY)
    assert outlook.plan.choice.old
    assert (build.covered_from, build.covered_to) == (dt.date(2023, 4, 10), dt.date(2023, 6, 4))
    assert build.expires_on == dt.date(2023, 6, 5)
    # Ordinary Tuesdays are 25 April to 30 May; of a timetable that has ended, the middle one.
    assert build.service_date == dt.date(2023, 5, 9)
    # The holidays end on 23 April.
    assert build.week_days["2023-W15"] is build.week_days["2023-W16"] is None
    assert build.week_days["2023-W18"] == "2023-05-02"
    assert build.week_days["2023-W20"] == "2023-05-16"
    network = open_network(Path(build.folder))
    assert network.manifest["counts"]["stops"] == 1_739
    assert len(contents(Path(build.inputs["streets_file"]))["w"]) == 42_446
    outlook, again = refresh(today=TODAY)
    assert again is None
    assert "nothing newer is published" in outlook.remark
    assert NetworkBuild.objects.count() == 1
