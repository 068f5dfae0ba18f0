"""The list of sources is whole, agrees with the départements, and says what is wrong with itself."""

import pytest
from django.conf import settings

from geo_matching.common.errors import InputError
from geo_matching.common.source_list import read_sources
from qpv_data.reference import DEPARTEMENTS
from transit.areas.extract_names import NAMES
from transit.areas.sources import SOURCE_NAMES

# Overseas collectivities of which no file is published.
WITHOUT_FILES = {"975", "986", "987", "988"}

GOOD = """
[bases]
ban = "https://ban.example/"

[sources.addresses]
title = "Adresses"
publisher = "BAN"
licence = "Licence Ouverte 2.0"
base = "ban"
path = "/csv/adresses-{departement}.csv.gz"
file = "adresses-{departement}.csv.gz"
per = "departement"
kinds = ["gzip"]
vintage = ""
stale_days = 180
"""


@pytest.fixture
def write(tmp_path):
    def run(text):
        path = tmp_path / "sources.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return run


def fault(path, bases=None) -> str:
    with pytest.raises(InputError) as caught:
        read_sources(path, bases)
    line = str(caught.value)
    assert "\n" not in line
    return line


@pytest.fixture(scope="module")
def ours():
    return read_sources(settings.SOURCES_FILE)


def test_ours_names_publisher_and_licence_of_every_source(ours):
    assert len(ours.sources) > 15
    for source in ours.sources.values():
        assert source.publisher
        assert source.licence
        assert source.kinds


def test_ours_has_files_for_every_departement_once(ours):
    assert sorted(ours.departements) == sorted(set(DEPARTEMENTS) - WITHOUT_FILES)


def test_one_file_for_france(ours):
    (address,) = ours.addresses(ours.get("qpv_2024"), ["38"])
    assert address.url.startswith("https://www.data.gouv.fr/api/1/datasets/r/")
    assert address.code == ""


def test_one_file_a_departement(ours):
    source = ours.get("addresses")
    isere, corse = ours.addresses(source, ["38", "2A"])[::-1]
    assert isere.url.endswith("/csv/adresses-38.csv.gz")
    assert (corse.file, corse.code) == ("adresses-2A.csv.gz", "2A")
    assert [a.file for a in ours.addresses(source, [])] == ["adresses-france.csv.gz"]


def test_what_networks_are_made_from_stands_in_the_list_too(ours):
    names = {name for name, source in ours.sources.items() if source.used_by == "networks"}
    assert names == set(SOURCE_NAMES.values())
    assert ours.address_of("streets").endswith("/index-v1.json")
    (isere,) = ours.addresses(ours.get("intercommunalities"), ["38"])
    assert isere.url.endswith("/epcis?codeDepartement=38&fields=code,nom")
    # Saint-Barthélemy and Saint-Martin have addresses, but no extract of their own.
    assert set(ours.departements) - set(NAMES) == {"977", "978"}


def test_a_base_may_be_replaced(write):
    read = read_sources(write(GOOD), {"ban": "http://127.0.0.1:8001"})
    (address,) = read.addresses(read.get("addresses"), ["38"])
    assert address.url == "http://127.0.0.1:8001/csv/adresses-38.csv.gz"
    assert "no base 'bann'" in fault(write(GOOD), {"bann": "http://127.0.0.1"})


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("[bases]", "[bases", "not a readable TOML file"),
        ("[bases]", "[basis]", "unknown key 'basis'"),
        ('"https://ban.example/"', '"ftp://ban.example"', "base ban: 'ftp://ban.example'"),
        ("licence =", "license =", "[sources.addresses]: unknown key 'license'"),
        ('title = "Adresses"\n', "", "[sources.addresses] title: is missing"),
        ('base = "ban"', 'base = "geo"', "base: 'geo': one of ban was expected"),
        ("stale_days = 180", 'stale_days = "180"', "a whole number was expected, not '180'"),
        ("stale_days = 180", "stale_days = -1", "stale_days: a positive number"),
        ('["gzip"]', '["csv"]', "kinds: 'csv': one of binary, gzip, json, text, zip"),
        ('["gzip"]', '"gzip"', "kinds: a list of texts"),
        ('per = "departement"', 'per = "city"', "per: 'city'"),
        ("csv/adresses-{departement}", "csv/adresses-{dep}", "{departement} was expected in"),
        ("[sources.addresses]", "[sources.Adresses]", "[sources.small_letters]"),
    ],
)
def test_a_fault_is_one_line_that_names_it(write, before, after, words):
    assert before in GOOD
    line = fault(write(GOOD.replace(before, after, 1)))
    assert line.startswith("sources.toml: ")
    assert words in line


def test_an_unknown_source_is_named_with_the_known_ones(write):
    with pytest.raises(InputError, match="no source 'ips'; known: addresses"):
        read_sources(write(GOOD)).get("ips")


def test_a_missing_file(tmp_path):
    assert "not a readable TOML file" in fault(tmp_path / "absent.toml")
