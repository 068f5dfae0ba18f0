"""The commands: what would be built and why, building here or by the worker, going back."""

import datetime as dt

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.core.management import CommandError, call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from geo_matching.matching.areas import area_of_region, areas_of_departement, extent_of
from geo_matching.matching.models import ComputedCollege
from qpv_data.models import TerritoryContour
from tests.matching.toy_town import offer_at
from tests.qpv_data.factories import make_departement
from tests.transit.areas.publishers import MORE
from transit.models import Area, Feed, NetworkBuild

pytestmark = pytest.mark.django_db
HERE = ("--departement", "38", "--apply", "--now")


@pytest.fixture
def run(capsys):
    def command(*words: str) -> str:
        call_command(*words)
        return capsys.readouterr().out

    return command


def test_a_dry_run_says_what_and_why_and_writes_nothing(published, isere, run):
    out = run("update_networks", "--departement", "38")
    assert "38 Isère" in out
    assert "uses Réseau tag (odc-odbl), 2030-01-01 to 2030-01-31" in out
    assert "to build: no network yet" in out
    assert "Add --apply" in out
    for model in (Area, Feed, NetworkBuild, ProcrastinateJob):
        assert not model.objects.exists()


def test_here_and_now_the_network_is_built_and_its_colleges_computed(published, isere, run):
    offer_at(600)
    out = run("update_networks", *HERE, "--who", "essai")
    assert "1 of 1 collèges computed" in out
    area = Area.objects.get()
    assert (area.code, area.name, area.departements, area.regions) == (
        "38",
        "Isère",
        ["38"],
        ["84"],
    )
    assert area.extent.contains(isere.point)
    assert ComputedCollege.objects.get().build.active
    assert "No change." in run("update_networks", *HERE)


def test_a_moved_feed_moves_its_area_and_no_other(published, isere, run):
    run("update_networks", *HERE)
    Area.objects.create(code="vide", name="Ailleurs", departements=["69"])
    published.publish_feed("tag", MORE)
    out = run("update_networks", "--all", "--apply", "--now")
    assert "to build: Réseau tag has changed" in out
    assert NetworkBuild.objects.filter(area="38").count() == 2
    assert not NetworkBuild.objects.filter(handing_over=True).exists()
    assert not NetworkBuild.objects.exclude(area="38").exists()


def test_without_now_the_worker_is_asked_once(published, isere, run):
    words = ("update_networks", "--departement", "38", "--apply")
    assert "asked of the worker" in run(*words)
    assert "already waiting" in run(*words)
    job = ProcrastinateJob.objects.get()
    assert job.task_name.endswith("update_network")
    assert job.args == {"area": "38"}
    assert not NetworkBuild.objects.exists()


def test_going_back_and_status(published, isere, run):
    run("update_networks", *HERE)
    first = NetworkBuild.objects.get()
    published.publish_feed("tag", MORE)
    run("update_networks", *HERE)
    out = run("network_status")
    assert "38 Isère" in out
    assert "1 feeds, streets of 2026-11-20T20:21:00Z" in out
    assert "kept to go back to: 38 (2030-01-01 - 2030-01-31)" in out
    assert "38: in service again" in run("rollback_network", "38")
    assert NetworkBuild.objects.get(active=True) == first
    assert ProcrastinateJob.objects.get().task_name.endswith("move_to_new_network")


def test_status_tells_ended_timetables_and_lost_folders(published, isere, run):
    run("update_networks", *HERE)
    assert "Every network is as it should be." in run("network_status", "--check")
    NetworkBuild.objects.update(expires_on=dt.date(2020, 6, 5), folder="nowhere")
    with pytest.raises(
        CommandError, match=r"its folder is gone.*timetable ended on 2020-06-04"
    ) as caught:
        run("network_status", "--check")
    assert caught.value.returncode == 1


def test_of_a_whole_country_without_areas_each_region_becomes_one(published, isere, run):
    make_departement("69", "Rhône")
    assert "region-84 Auvergne-Rhône-Alpes" in run("update_networks", "--all")
    run("update_networks", "--departement", "38", "--apply")
    assert "region-84" not in run("update_networks", "--all")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("update_networks", "--all"), "no région is known"),
        (("update_networks", "--departement", "99"), "no département has the code '99'"),
        (("update_networks", "--region", "00"), "no région has the code '00'"),
        (("update_networks", "--area", "x"), r"no area has the code 'x' \(known: none yet\)"),
        (("rollback_network", "38"), "no network of the area 38 is in service"),
    ],
)
def test_what_cannot_be_done_is_one_line(db, words, line):
    with pytest.raises(CommandError, match=line) as caught:
        call_command(*words)
    assert caught.value.returncode == 2


def test_a_source_that_is_down_is_one_line_and_nothing_is_written(published, isere, run):
    published.files["/api/datasets"] = 503
    with pytest.raises(CommandError, match=r"38: http.*the server answers 503") as caught:
        run("update_networks", *HERE)
    assert caught.value.returncode == 2
    assert not Area.objects.exists()


def square(west: float, south: float, side: float) -> MultiPolygon:
    return MultiPolygon(Polygon.from_bbox((west, south, west + side, south + side)), srid=4326)


def test_an_area_reaches_as_far_as_its_communes(isere):
    for code, west in (("38185", 5.0), ("38001", 5.2)):
        TerritoryContour.objects.create(
            level=TerritoryContour.Level.COMMUNE,
            code=code,
            departement_code="38",
            geometry=square(west, 45.0, 0.2),
        )
    extent = extent_of(["38"])
    assert extent.contains(Point(5.39, 45.1, srid=4326))
    assert not extent.contains(Point(5.5, 45.1, srid=4326))
    TerritoryContour.objects.create(
        level=TerritoryContour.Level.DEPARTEMENT, code="38", geometry=square(5.0, 45.0, 0.8)
    )
    assert extent_of(["38"]).contains(Point(5.5, 45.1, srid=4326))
    # Without outlines, some kilometres around the collèges.
    TerritoryContour.objects.all().delete()
    assert extent_of(["38"]).contains(isere.point)
    assert extent_of(["69"]) is None


def test_a_region_is_one_area_and_takes_its_departements_with_it(isere):
    make_departement("69", "Rhône")
    area = area_of_region("84")
    assert (area.code, area.departements) == ("region-84", ["38", "69"])
    area.save()
    assert [one.code for one in areas_of_departement("38")] == ["region-84"]
    assert area_of_region("84") == area
