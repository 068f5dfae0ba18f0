"""An area from its publishers to a network in service: built beside, swapped in, only when needed."""

import datetime as dt
from pathlib import Path

import pytest
from django.contrib.gis.geos import Polygon

from geo_matching.common.errors import InputError
from geo_matching.common.models import ImportRun
from tests.transit.areas.publishers import ELSEWHERE, MORE
from transit.areas.updating import sources_in_use
from transit.models import Area, BasemapFeature, Feed, FeedVersion, NetworkBuild
from transit.queries import open_network

pytestmark = pytest.mark.django_db


def test_a_first_update_builds_registers_and_keeps_where_it_came_from(refresh):
    outlook, build = refresh()
    assert outlook.reasons == ("no network yet",)
    assert build.active
    assert build.area == "38"
    assert (build.covered_from, build.covered_to) == (dt.date(2030, 1, 1), dt.date(2030, 1, 31))
    assert build.expires_on == dt.date(2030, 2, 1)
    assert build.service_date == dt.date(2030, 1, 8)  # the first Tuesday from today on
    assert build.week_days["2030-W03"] == "2030-01-15"
    assert build.inputs["streets_vintage"] == "2026-11-20T20:21:00Z"
    assert open_network(Path(build.folder)).manifest["parameters"]["streets"]
    assert BasemapFeature.objects.filter(build=build, name="Rue longue").exists()
    (feed,) = Feed.objects.all()
    assert (feed.status, feed.licence, feed.areas.get().code) == ("used", "odc-odbl", "38")
    assert FeedVersion.objects.get().valid_to == dt.date(2030, 1, 31)
    run = ImportRun.objects.get()
    assert (run.source, run.licence) == ("network:38", "ODbL, odc-odbl")


def test_a_second_update_changes_nothing(refresh, publishers):
    refresh()
    before = list(NetworkBuild.objects.values())
    publishers.asked.clear()
    outlook, again = refresh()
    assert (outlook.reasons, again) == ((), None)
    assert list(NetworkBuild.objects.values()) == before
    assert ImportRun.objects.count() == FeedVersion.objects.count() == 1
    assert not publishers.asked["/osm/rhone-alpes-latest.osm.pbf"]


def test_a_moved_feed_is_swapped_in_and_the_older_one_kept(refresh, publishers):
    _, old = refresh()
    publishers.publish_feed("tag", MORE)
    outlook, new = refresh()
    assert outlook.reasons == ("Réseau tag has changed",)
    old.refresh_from_db()
    assert (old.active, new.active) == (False, True)
    assert old.handing_over
    assert old.retired_at is not None
    assert Path(old.folder).is_dir()
    assert open_network(Path(new.folder)).manifest["counts"]["trips"] == 3
    # The base map goes on, for pages opened before and after.
    for build in (old, new):
        assert BasemapFeature.objects.filter(build=build).count() == 1


def test_a_new_feed_and_one_that_is_gone_are_reasons(refresh, publishers):
    refresh()
    publishers.publish_feed("bus", ELSEWHERE.replace("L1", "B1"))
    outlook, build = refresh()
    assert outlook.reasons == ("Réseau bus is new",)
    assert build.counts["feeds"] == 2
    publishers.withdraw("bus")
    outlook, build = refresh()
    assert outlook.reasons == ("Réseau bus is no longer used",)
    assert Feed.objects.get(resource_id="bus-1").status == "gone"
    assert build.counts["feeds"] == 1


def test_streets_alone_are_a_reason_only_after_a_month(refresh, publishers):
    _, build = refresh()
    publishers.publish_streets(extra=3)
    assert refresh()[1] is None
    NetworkBuild.objects.update(inputs={**build.inputs, "streets_on": "2029-12-01"})
    outlook, new = refresh()
    assert outlook.reasons == ("the streets are 32 days old and have changed",)
    assert new.counts["street_edges"] > build.counts["street_edges"]
    assert BasemapFeature.objects.filter(build=new).count() >= 1


def test_feeds_chosen_by_hand_replace_those_of_the_catalogue(refresh, publishers):
    publishers.publish_feed("bus", ELSEWHERE.replace("L1", "B1"))
    refresh()
    Area.objects.get().pinned.set(Feed.objects.filter(resource_id="bus-1"))
    _, build = refresh()
    assert [one["resource"] for one in build.inputs["feeds"]] == ["bus-1"]


def test_the_area_bounds_what_its_network_is_good_for(refresh, publishers):
    bounds = Polygon.from_bbox((2.4, 46.4, 2.6, 46.6))
    bounds.srid = 4326
    _, build = refresh(extent=bounds)
    assert build.extent.equals(bounds)
    assert build.inputs["box"] == pytest.approx([2.33, 46.35, 2.67, 46.65], abs=0.011)


def test_a_build_that_fails_leaves_the_old_one_and_no_folder(
    refresh, publishers, folders, monkeypatch
):
    _, old = refresh()
    publishers.publish_feed("tag", MORE)

    def killed(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("transit.areas.updating.put_in_service", killed)
    with pytest.raises(KeyboardInterrupt):
        refresh()
    old.refresh_from_db()
    assert old.active
    assert NetworkBuild.objects.count() == 1
    monkeypatch.undo()
    _, new = refresh()
    assert new.active


def test_two_updates_of_one_area_at_once_are_refused(refresh, publishers):
    import psycopg
    from django.db import connection

    refresh()
    other = psycopg.connect(
        **{
            key: value
            for key, value in connection.get_connection_params().items()
            if key in {"dbname", "user", "password", "host", "port"}
        }
    )
    with other:
        other.execute("SELECT pg_advisory_lock(hashtext('networks'), hashtext('network:38'))")
        with pytest.raises(InputError, match="another update of the area 38 is running"):
            refresh()
    other.close()
    assert refresh()[1] is None


def test_a_file_may_stand_in_for_what_a_network_is_made_from(settings, tmp_path):
    settings.SOURCE_BASES = {"geofabrik": "http://127.0.0.1:9"}
    settings.SOURCE_FILES = {"transit_datasets": str(tmp_path / "datasets.json")}
    sources = sources_in_use()
    assert sources.catalogue == str(tmp_path / "datasets.json")
    assert sources.osm_index == "http://127.0.0.1:9/index-v1.json"
    settings.SOURCE_FILES = {"communes": "communes.geojson"}
    with pytest.raises(InputError, match="no source 'communes' of networks; known: interco"):
        sources_in_use()
