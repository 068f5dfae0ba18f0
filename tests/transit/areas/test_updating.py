"""An area from its publishers to a network in service: built beside, swapped in, only when needed."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from django.contrib.gis.geos import Polygon

from geo_matching.common.errors import InputError
from geo_matching.common.models import ImportNotice, ImportRun
from tests.transit.areas.publishers import MORE, TOWN
from transit.models import Area, BasemapFeature, Feed, FeedVersion, NetworkBuild
from transit.queries import open_network

pytestmark = pytest.mark.django_db
ELSEWHERE = TOWN.replace("stop S1 0", "stop S1 100 500").replace("stop S2 3000", "stop S2 2500 500")


def codes(outlook) -> set[str]:
    return {notice.code for notice in outlook.plan.notices}


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


def test_the_other_address_serves_where_the_first_refuses(refresh, publishers):
    good = publishers.files["/feeds/tag.zip"]
    for bad in (401, 404, 500, b"<!doctype html><p>Connexion</p>"):
        publishers.files["/feeds/tag.zip"] = bad
        publishers.files["/original/tag.zip"] = good
        outlook, _ = refresh()
        assert len(outlook.plan.feeds) == 1, bad


def empty_zip() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w"):
        pass
    return content.getvalue()


def test_broken_feeds_are_skipped_with_a_notice_and_the_rest_is_built(refresh, publishers):
    publishers.publish_file("login", 401)
    publishers.publish_file("lost", 404)
    publishers.publish_file("empty", empty_zip())
    publishers.publish_feed("secret", ELSEWHERE, licence="notspecified")
    publishers.publish_feed("twin", TOWN)
    publishers.publish_feed("far", TOWN, covered_area=[{"type": "departement", "insee": "69"}])
    publishers.files["/feeds/cut.zip"] = publishers.files["/feeds/tag.zip"][:200]
    publishers.publish_file("cut", publishers.files["/feeds/cut.zip"])
    outlook, build = refresh()
    assert build is not None
    assert codes(outlook) == {"unreachable", "unreadable", "licence", "duplicate"}
    said = {notice.column: notice.message for notice in outlook.plan.notices}
    assert "the server answers 401" in said["login-1"]
    assert "the zip is empty" in said["empty-1"]
    assert "broken zip" in said["cut-1"]
    assert "far-1" not in said
    assert Feed.objects.get(resource_id="lost-1").reason_code == "unreachable"
    assert FeedVersion.objects.get(feed__resource_id="empty-1").status == "refused"
    assert ImportNotice.objects.count() == len(outlook.plan.notices)
    # The lines are for people: no folder of this machine.
    assert not [text for text in said.values() if "sources" in text]


def test_without_any_usable_feed_the_network_in_service_stays(refresh, publishers):
    _, build = refresh()
    publishers.withdraw("tag")
    publishers.publish_file("other", 404)
    outlook, new = refresh()
    assert new is None
    assert "no usable feed" in outlook.remark
    build.refresh_from_db()
    assert build.active


@pytest.mark.parametrize("bad", [404, b"PK busy", b"<html>busy</html>"])
def test_a_bad_day_of_a_producer_takes_no_bus_away(refresh, publishers, bad):
    publishers.publish_feed("bus", ELSEWHERE.replace("L1", "B1"))
    _, build = refresh()
    assert build.counts["feeds"] == 2
    publishers.files["/feeds/bus.zip"] = bad
    outlook, new = refresh()
    assert (outlook.reasons, new) == ((), None)
    (notice,) = [notice for notice in outlook.plan.notices if notice.column == "bus-1"]
    assert notice.message.endswith("(what was published before is used)")
    feed = Feed.objects.get(resource_id="bus-1")
    assert feed.status == "used"
    assert feed.reason_code in {"unreachable", "unreadable"}
    # The other feed moves: the network is built with the content that was kept.
    publishers.publish_feed("tag", MORE)
    assert refresh()[1].counts["feeds"] == 2


def test_an_old_timetable_is_used_when_there_is_no_other(refresh, publishers):
    late = dt.date(2031, 3, 1)
    outlook, build = refresh(today=late)
    assert outlook.plan.choice.old
    assert build.expires_on <= late
    assert build.service_date.weekday() == 1
    outlook, again = refresh(today=late)
    assert again is None
    assert "nothing newer is published" in outlook.remark


@pytest.mark.parametrize("wrong", [b"busy", b'{"error": "busy"}', b'[{"title": "cut', 503])
def test_a_catalogue_that_cannot_be_read_leaves_everything_as_it_was(refresh, publishers, wrong):
    _, build = refresh()
    publishers.files["/datasets"] = wrong
    with pytest.raises(InputError):
        refresh()
    build.refresh_from_db()
    assert build.active


def test_streets_that_do_not_match_their_checksum_are_refused(refresh, publishers):
    publishers.files["/osm/rhone-alpes-latest.osm.pbf.md5"] = b"0" * 32 + b"  x\n"
    with pytest.raises(InputError, match=r"its MD5 is .*, 0{32} was announced"):
        refresh()
    assert not NetworkBuild.objects.exists()
    assert not Area.objects.exists()


def test_without_the_index_the_files_of_the_departements_are_used(refresh, publishers):
    for end in ("", ".md5"):
        content = publishers.files[f"/osm/rhone-alpes-latest.osm.pbf{end}"]
        publishers.files[f"/mirror/rhone_alpes/isere-latest.osm.pbf{end}"] = content
    publishers.files["/index.json"] = 503
    outlook, build = refresh()
    assert [one["name"] for one in build.inputs["streets"]] == ["departement-38"]
    assert "remark" in codes(outlook)


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
