"""The files as files: the same bytes from the same seed, dates made anew, nothing half written."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from geo_matching.common.errors import InputError
from geo_matching.demo import files, writer
from tests.demo.conftest import SEED, START


def silent(_line: str) -> None:
    pass


def test_same_seed_and_start_give_the_same_bytes(city: Path, tmp_path: Path) -> None:
    writer.write_city(tmp_path, SEED, START, silent)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(files.FILES)
    for name in files.FILES:
        assert (tmp_path / name).read_bytes() == (city / name).read_bytes(), name


@pytest.mark.slow  # a whole city more
def test_another_seed_gives_another_city(city: Path, tmp_path: Path) -> None:
    writer.write_city(tmp_path, SEED + 1, START, silent)
    same = {n for n in files.FILES if (tmp_path / n).read_bytes() == (city / n).read_bytes()}
    assert same == set()


def test_new_dates_touch_the_feed_and_the_weeks_of_the_offers(city: Path, tmp_path: Path) -> None:
    folder = tmp_path / "city"
    shutil.copytree(city, folder)
    writer.renew_dates(folder, date(2027, 12, 1), silent)
    changed = {n for n in files.FILES if (folder / n).read_bytes() != (city / n).read_bytes()}
    assert changed == {files.FEED, files.OFFERS, files.ABOUT}
    before, after = (
        json.loads((place / files.OFFERS).read_text(encoding="utf-8")) for place in (city, folder)
    )
    assert [{**one, "weeks": []} for one in after] == [{**one, "weeks": []} for one in before]
    assert min(week for one in after for week in one["weeks"]) == "2027-W49"
    about = files.read_about(folder)
    assert (about["first_day"], about["last_day"]) == ("2027-12-01", "2029-11-30")
    assert (about["seed"], about["made_from"]) == (SEED, START.isoformat())


def test_a_failure_leaves_no_half_city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writer, "write_offers", full_disk)
    with pytest.raises(OSError, match="No space left"):
        writer.write_city(tmp_path, SEED, START, silent)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_a_city_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="run make_demo_city") as caught:
        files.read_about(tmp_path)
    assert str(tmp_path) in str(caught.value)
    (tmp_path / files.ABOUT).write_text('{"seed":', encoding="utf-8")
    with pytest.raises(InputError, match="delete it"):
        files.read_about(tmp_path)


def test_about_says_where_and_when(city: Path) -> None:
    about = json.loads((city / files.ABOUT).read_text(encoding="utf-8"))
    west, south, east, north = about["bounds"]
    assert -5 < west < east < 10
    assert 41 < south < north < 51.2
    assert about["city"] == "Sorvelle"
    assert (about["first_day"], about["last_day"]) == ("2026-11-23", "2028-11-22")
