"""load_demo, for real: everything imported and computed, then nothing to do, then new dates."""

import shutil
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from geo_matching.common.models import ImportRun
from geo_matching.demo import loading
from geo_matching.matching.models import Commute, ComputedCollege
from offers.models import Host, Offer, Site
from qpv_data.models import College, Qpv
from tests.demo.conftest import START


@pytest.fixture
def folder(city: Path, tmp_path: Path, settings: object) -> Path:
    settings.NETWORKS_DIR = tmp_path / "networks"
    copy = tmp_path / "city"
    shutil.copytree(city, copy)
    return copy


def load(folder: Path, monkeypatch: pytest.MonkeyPatch, today: date = START) -> str:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: today)
    out = StringIO()
    call_command("load_demo", str(folder), stdout=out)
    return out.getvalue()


def active_build() -> object:
    return apps.get_model("transit", "NetworkBuild").objects.get(active=True)


def counts() -> dict[str, int]:
    models = (College, Qpv, Host, Site, Offer, Commute, ImportRun)
    return {model.__name__: model._default_manager.count() for model in models}


@pytest.mark.django_db
def test_load_then_nothing_to_do_then_new_dates(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load(folder, monkeypatch)
    assert first.count("done in") == 9
    loaded = counts()
    assert loaded | {"Host": 0, "Commute": 0, "ImportRun": 0} == {
        "College": 14, "Qpv": 6, "Host": 0, "Site": 300, "Offer": 500, "Commute": 0, "ImportRun": 0,
    }  # fmt: skip
    assert loaded["Commute"] > 14 * 250
    # Who can come is said with how many pupils of 3e that is, of this autumn.
    assert not College.objects.filter(pupils_3e=None).exists()
    assert set(College.objects.values_list("pupils_year", flat=True)) == {2026}
    assert Commute.objects.filter(morning_s__isnull=False).count() > 0.8 * loaded["Commute"]
    build = active_build()
    assert (build.covered_from, build.covered_to) == (START, date(2028, 11, 22))
    assert build.features.count() > 4000

    again = load(folder, monkeypatch)
    assert again.count("up to date") == 9
    assert counts() == loaded

    # Thirteen months later less than a year is left.
    offers = set(Offer.objects.values_list("pk", "title", "remote_id"))
    renewed = load(folder, monkeypatch, date(2027, 12, 20))
    assert "making the service dates again" in renewed
    assert renewed.count("up to date") == 5
    build = active_build()
    assert (build.covered_from, build.covered_to) == (date(2027, 12, 20), date(2029, 12, 19))
    assert set(Offer.objects.values_list("pk", "title", "remote_id")) == offers
    assert Offer.objects.open().to_come().count() == 500
    assert {c.service_date for c in ComputedCollege.objects.all()} == {build.service_date}
    assert load(folder, monkeypatch, date(2027, 12, 21)).count("up to date") == 9


@pytest.mark.django_db
def test_a_folder_without_a_city_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="run make_demo_city") as caught:
        call_command("load_demo", str(tmp_path))
    assert caught.value.returncode == 2


def test_a_missing_file_is_made_again(folder: Path, city: Path) -> None:
    (folder / "offers.json").unlink()
    said = []
    loading.freshen(folder, START, said.append)
    assert said[0] == "making again: offers.json"
    assert (folder / "offers.json").read_bytes() == (city / "offers.json").read_bytes()
    assert (folder / "feed.zip").read_bytes() == (city / "feed.zip").read_bytes()


def test_nothing_is_made_while_a_year_is_left(folder: Path) -> None:
    said = []
    loading.freshen(folder, date(2027, 11, 23), said.append)
    assert said == []


def test_the_network_folder_hangs_on_both_files(folder: Path) -> None:
    before = loading.network_folder(folder / "feed.zip", folder / "streets.osm.pbf")
    assert before == loading.network_folder(folder / "feed.zip", folder / "streets.osm.pbf")
    (folder / "feed.zip").write_bytes(b"other")
    assert loading.network_folder(folder / "feed.zip", folder / "streets.osm.pbf") != before


def test_another_version_of_the_engine_builds_another_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = loading.network_folder(folder / "feed.zip", folder / "streets.osm.pbf")
    monkeypatch.setattr(loading, "NETWORK_VERSION", loading.NETWORK_VERSION + 1)
    assert loading.network_folder(folder / "feed.zip", folder / "streets.osm.pbf") != before
