"""The base map of a network, imported as a person does it."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from geo_matching.common.models import ImportRun
from geo_matching.common.versions import current
from tests.transit.basemap_file import OsmFile
from transit.models import BasemapFeature, NetworkBuild

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 24)


def make_build(area="Valbourg", **fields):
    days = {"covered_from": DAY, "covered_to": DAY, "service_date": DAY}
    fields = {"folder": "networks/x", "sha256": f"sum of {area}", "active": True, **fields}
    return NetworkBuild.objects.create(area=area, **days, **fields)


@pytest.fixture
def build():
    return make_build()


@pytest.fixture
def town(tmp_path):
    osm = OsmFile()
    osm.way((0, 0), (100, 0), highway="residential", name="Rue de l'Église, d'en\thaut")
    osm.square(0, 500, 900, natural="water")
    return osm.write(tmp_path / "town.osm")


def run(path, *words):
    out = io.StringIO()
    call_command("import_basemap", "--osm", str(path), *words, stdout=out)
    return out.getvalue()


def test_without_apply_it_only_shows(build, town):
    out = run(town)
    assert "2 added, 0 removed, 0 unchanged" in out
    assert "Nothing written" in out
    assert not BasemapFeature.objects.exists()
    assert not ImportRun.objects.exists()


def test_rows_are_written_in_mercator_with_their_build(build, town):
    run(town, "--apply", "--who", "essai")
    street = BasemapFeature.objects.get(kind="street")
    assert (street.build, street.name, street.min_zoom) == (
        build,
        "Rue de l'Église, d'en\thaut",
        12,
    )
    assert street.geometry.srid == 3857
    assert street.geometry.transform(4326, clone=True).coords[0] == pytest.approx((2.5, 46.5))
    assert BasemapFeature.objects.get(kind="water").geometry.geom_type == "Polygon"
    imported = ImportRun.objects.get()
    assert (imported.source, imported.licence, imported.who) == ("basemap", "ODbL", "essai")
    assert (imported.added, imported.removed, imported.unchanged) == (2, 0, 0)


def test_a_second_time_changes_nothing(build, town):
    run(town, "--apply")
    before = list(BasemapFeature.objects.values_list("pk", flat=True))
    version = current("basemap")
    assert "0 added, 0 removed, 2 unchanged" in run(town, "--apply")
    assert list(BasemapFeature.objects.values_list("pk", flat=True)) == before
    assert (ImportRun.objects.count(), current("basemap")) == (1, version)


def test_a_changed_file_is_told_by_its_difference(build, town):
    run(town, "--apply")
    text = town.read_text(encoding="utf-8").replace("residential", "primary")
    town.write_text(text, encoding="utf-8")
    version = current("basemap")
    assert "1 added, 1 removed, 1 unchanged" in run(town, "--apply")
    assert BasemapFeature.objects.get(kind="street").detail == "primary"
    assert current("basemap") == version + 1


def test_areas_do_not_touch_each_other(build, town):
    other = make_build("Montclair")
    run(town, "--area", "Valbourg", "--apply")
    run(town, "--area", "Montclair", "--apply")
    assert build.features.count() == other.features.count() == 2


def test_what_was_left_out_is_kept_as_a_notice(build, tmp_path):
    osm = OsmFile()
    osm.way((0, 0), (100, 0), highway="residential")
    osm.way((0, 0), highway="residential")
    run(osm.write(tmp_path / "town.osm"), "--apply")
    assert list(ImportRun.objects.get().notices.values_list("code", flat=True)) == [
        "basemap_geometry"
    ]


def refusal(path, *words):
    with pytest.raises(CommandError) as caught:
        run(path, *words)
    assert caught.value.returncode == 2
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_one_line_and_nothing_written_when_the_file_is_bad(build, town, tmp_path):
    run(town, "--apply")
    bad = tmp_path / "feed.zip"
    bad.write_bytes(b"PK\x03\x04 not streets")
    assert refusal(bad, "--apply").startswith("feed.zip: not a readable OSM file")
    assert BasemapFeature.objects.count() == 2


def test_a_network_must_be_in_service(town):
    assert "no active network" in refusal(town, "--apply")
    make_build(active=False)
    assert "no active network" in refusal(town, "--apply")


def test_an_area_must_be_named_when_two_are_in_service(build, town):
    make_build("Montclair")
    assert "--area" in refusal(town, "--apply")
    assert "Nulle-Part" in refusal(town, "--area", "Nulle-Part")
