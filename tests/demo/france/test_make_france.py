"""make_france: the same bytes from the same seed, counts as asked for, one line for a bad wish."""

import hashlib
import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from geo_matching.demo.france.cities import place_cities
from geo_matching.demo.france.demand import demands, places_of
from geo_matching.demo.france.schools import find_schools
from offers.sources.partner import read_partner_offers
from qpv_data.sources.college_join import join_files
from qpv_data.sources.colleges import read_colleges
from qpv_data.sources.communes import read_territories
from qpv_data.sources.qpv import read_qpv

WISH = {"cities": 1, "offers": 300, "shrink": 0.05, "start": date(2026, 11, 23)}


def make(folder, **options):
    call_command("make_france", out=folder, stdout=io.StringIO(), **{**WISH, **options})
    return json.loads((folder / "france.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("france")
    return folder, make(folder)


def digests(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_the_same_seed_gives_the_same_bytes(made, tmp_path):
    make(tmp_path / "again")
    assert digests(made[0]) == digests(tmp_path / "again")
    make(tmp_path / "other", seed=7)
    other = digests(tmp_path / "other")
    same = {name for name, digest in digests(made[0]).items() if other.get(name) == digest}
    assert same <= {"official/regions-100m.geojson", "official/arrondissements.geojson"}


def test_the_readers_of_the_official_files_have_nothing_to_say(made):
    folder, about = made
    official = folder / "official"
    directory = official / "fr-en-annuaire-education.csv"
    located = official / "fr-en-adresse-et-geolocalisation.csv"
    schools = join_files([read_colleges(directory), read_colleges(located)])
    assert schools.notices == []
    assert len(schools.rows) == about["colleges"] > 50
    assert (
        sum(row.priority in {"rep", "rep+"} for row in schools.rows.values()) == (about["priority"])
    )
    quarters = read_qpv(official / "qpv_2024.geojson")
    assert (len(quarters.rows), quarters.notices) == (about["qpv"], [])
    for name in ("communes-100m.geojson.gz", "departements-100m.geojson"):
        read = read_territories(official / name)
        assert read.notices == []
        assert len(read.rows) == about[name.partition("-")[0]]


def test_offers_are_as_many_as_asked_for_and_none_is_refused(made):
    folder, about = made
    read = [read_partner_offers(folder / "offers" / name) for name in about["offer_files"]]
    assert sum(len(one.offers) for one in read) == about["offers"] == 300
    assert [one.notices for one in read] == [[]] * len(read)
    assert [list(one.ignored) for one in read] == [[]] * len(read)


def test_sites_are_two_fifths_of_the_offers():
    schools = find_schools(None, 1)
    cities = place_cities(schools, 1.0)
    counts = {(school.postcode, "s26"): 3 for school in schools}
    places = places_of(schools, {postcode for postcode, _ in counts})
    found = list(demands(counts, places, (cities, cities), 200_000))
    assert sum(one.offers for one in found) == 200_000
    assert sum(one.sites for one in found) == pytest.approx(80_000, abs=1)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"cities": 0}, "--cities must be 1 to 100, not 0"),
        ({"cities": 101}, "--cities must be 1 to 100, not 101"),
        ({"offers": 0}, "--offers must be at least 1, not 0"),
        ({"shrink": 1.5}, "--shrink must be above 0 and at most 1, not 1.5"),
    ],
)
def test_a_bad_wish_is_one_line_and_nothing_is_written(tmp_path, options, words):
    with pytest.raises(CommandError, match=words):
        make(tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()


def test_a_data_folder_must_be_one(tmp_path):
    with pytest.raises(CommandError, match="no such folder"):
        make(tmp_path / "out", data=tmp_path / "nothing")
