"""Publishers on a bad day: what cannot be used is told, and the network in service goes on."""

import datetime as dt
import io
import zipfile

import pytest

from geo_matching.common.errors import InputError
from geo_matching.common.models import ImportNotice
from tests.transit.areas.publishers import ELSEWHERE, MORE, TOWN
from transit.models import Area, Feed, FeedVersion, NetworkBuild

pytestmark = pytest.mark.django_db


def codes(outlook) -> set[str]:
    return {notice.code for notice in outlook.plan.notices}


def test_the_other_address_serves_where_the_first_refuses(refresh, publishers):
    good = publishers.files["/feeds/tag.zip"]
    for bad in (401, 404, 500, b"<!doctype html><p>Connexion</p>"):
        publishers.files["/feeds/tag.zip"] = bad
        publishers.files["/original/tag.zip"] = good
        outlook, _ = refresh()
        assert len(outlook.plan.feeds) == 1, bad


def zip_of(name: str, content: bytes) -> bytes:
    """A good zip that is no feed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def empty_zip() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w"):
        pass
    return content.getvalue()


def test_broken_feeds_are_skipped_with_a_notice_and_the_rest_is_built(refresh, publishers):
    publishers.publish_file("login", 401)
    publishers.publish_file("lost", 404)
    publishers.publish_file("empty", empty_zip())
    publishers.publish_file("other", zip_of("lisez-moi.txt", b"Bientot"))
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
    # The downloader keeps no archive that is empty or cut; a good one may still be no feed.
    assert said.keys() >= {"empty-1", "cut-1"}
    assert "stops.txt" in said["other-1"]
    assert "far-1" not in said
    assert Feed.objects.get(resource_id="lost-1").reason_code == "unreachable"
    assert FeedVersion.objects.get(feed__resource_id="other-1").status == "refused"
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
    publishers.files["/api/datasets"] = wrong
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
        publishers.files[f"/extracts/europe/france/rhone_alpes/isere-latest.osm.pbf{end}"] = content
    publishers.files["/index-v1.json"] = 503
    outlook, build = refresh()
    assert [one["name"] for one in build.inputs["streets"]] == ["departement-38"]
    assert "remark" in codes(outlook)


def test_a_bad_day_of_the_index_is_no_reason_to_build(refresh, publishers):
    refresh()
    for end in ("", ".md5"):
        content = publishers.files[f"/osm/rhone-alpes-latest.osm.pbf{end}"]
        publishers.files[f"/extracts/europe/france/rhone_alpes/isere-latest.osm.pbf{end}"] = content
    publishers.files["/index-v1.json"] = 503
    outlook, build = refresh()
    assert (outlook.reasons, build) == ((), None)


def test_feeds_of_intercommunalities_are_found_and_stay_when_geography_is_down(refresh, publishers):
    metropole = {"covered_area": [{"type": "epci", "insee": "200040715", "nom": "Métropole"}]}
    publishers.publish_feed("tag", TOWN, **metropole)
    assert refresh()[1].counts["feeds"] == 1
    for bad in (503, b"[{", b"<html>"):
        publishers.files["/epcis"] = bad
        outlook, build = refresh()
        assert (outlook.reasons, build, len(outlook.plan.feeds)) == ((), None, 1)


def test_without_geography_the_other_feeds_make_the_network(refresh, publishers):
    publishers.files["/epcis"] = 503
    outlook, build = refresh()
    assert build is not None
    (notice,) = outlook.plan.notices
    assert "feeds known by their intercommunality are missed" in notice.message
