"""Files of sources: downloaded with their checksums, or found in a file or folder that is given."""

import gzip
import hashlib
import json
from datetime import UTC, datetime

import pytest

from geo_matching.common.download import Downloader
from geo_matching.common.errors import InputError
from geo_matching.common.source_files import SourceStore
from geo_matching.common.source_list import Source, SourceList
from tests.local_server import LocalServer, Reply, served_file

IPS = b"\xef\xbb\xbfRentr\xc3\xa9e scolaire;UAI;IPS\n2025;0389001C;92.4\n"
MODIFIED = datetime(2026, 11, 1, 12, tzinfo=UTC).timestamp()


def make_source(**changes) -> Source:
    values = {
        "name": "ips",
        "title": "IPS",
        "publisher": "DEPP",
        "licence": "Licence Ouverte 2.0",
        "file": "ips.csv",
        "kinds": ("text", "gzip"),
        "vintage": "",
        "stale_days": 400,
        "base": "here",
        "path": "/ips.csv",
        "columns": ("rentree_scolaire", "uai", "ips"),
    }
    return Source(**{**values, **changes})


@pytest.fixture
def server():
    with LocalServer() as running:
        yield running


@pytest.fixture
def store(server, tmp_path):
    def make(source, **options) -> SourceStore:
        lines = []
        sources = SourceList({source.name: source}, {"here": server.base})
        downloader = Downloader("test", sleep=lambda _s: None)
        made = SourceStore(sources, downloader, tmp_path / "kept", say=lines.append, **options)
        made.lines = lines
        return made

    return make


def refusal(store, name="ips", departements=()) -> str:
    with pytest.raises(InputError) as caught:
        store.files(name, departements)
    return str(caught.value)


def test_a_download_has_the_date_of_the_file_as_vintage(server, store):
    server.answers("/ips.csv", served_file(IPS, modified=MODIFIED))
    files = store(make_source()).files("ips", [])
    assert files.paths[0].read_bytes() == IPS
    assert (files.vintage, files.changed) == ("2026-11-01", True)
    assert not store(make_source()).files("ips", []).changed


def test_the_list_or_the_operator_may_say_the_vintage(server, store):
    server.answers("/ips.csv", Reply(body=IPS))
    assert store(make_source(vintage="2025")).files("ips", []).vintage == "2025"
    told = store(make_source(vintage="2025"), vintages={"ips": "2024"})
    assert told.files("ips", []).vintage == "2024"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_changed_schema_is_refused_before_it_replaces_anything(server, store, pack):
    server.answers("/ips.csv", Reply(body=IPS))
    kept = store(make_source()).files("ips", []).paths[0]
    server.answers("/ips.csv", Reply(body=pack(IPS.replace(b"IPS", b"indice"))))
    line = refusal(store(make_source()))
    assert "ips.csv, row 1, column ips: the published columns have changed" in line
    assert kept.read_bytes() == IPS


def test_one_file_a_departement(server, store):
    source = make_source(per="departement", path="/{departement}.csv", file="{departement}.csv")
    server.answers("/38.csv", Reply(body=IPS))
    server.answers("/2A.csv", Reply(body=IPS))
    files = store(source).files("ips", ["38", "2A"])
    assert [path.name for path in files.paths] == ["2A.csv", "38.csv"]


def test_the_checksum_beside_the_file(server, store):
    source = make_source(checksum_suffix=".md5")
    md5 = hashlib.md5(IPS, usedforsecurity=False).hexdigest()
    server.answers("/ips.csv", Reply(body=IPS))
    server.answers("/ips.csv.md5", Reply(body=f"{md5}  ips.csv\n".encode()))
    store(source).files("ips", [])
    store(source).files("ips", [])
    assert len(server.asked("/ips.csv")) == 1
    server.answers("/ips.csv.md5", Reply(body=b"0" * 32))
    assert "the published checksum is another one" in refusal(store(source))


def described(checksum, size):
    resource = {"id": "r-1", "checksum": {"type": "sha1", "value": checksum}, "filesize": size}
    return Reply(body=json.dumps({"resources": [{"id": "r-0"}, resource]}).encode())


def test_checksum_and_size_of_the_data_gouv_description(server, store):
    source = make_source(path="/api/1/datasets/r/r-1", dataset="quartiers")
    sha1 = hashlib.sha1(IPS, usedforsecurity=False).hexdigest()
    server.answers("/api/1/datasets/r/r-1", Reply(body=IPS))
    server.answers("/api/1/datasets/quartiers/", described(sha1, len(IPS)))
    assert store(source).files("ips", []).changed
    server.answers("/api/1/datasets/quartiers/", described(sha1[::-1], len(IPS)))
    assert "checksum" in refusal(store(source))


@pytest.mark.parametrize("reply", [Reply(404), Reply(body=b"{}"), Reply(body=b"[1]")])
def test_a_description_that_fails_is_told_and_not_needed(server, store, reply):
    source = make_source(path="/api/1/datasets/r/r-1", dataset="quartiers")
    server.answers("/api/1/datasets/r/r-1", Reply(body=IPS))
    server.answers("/api/1/datasets/quartiers/", reply)
    made = store(source)
    assert made.files("ips", []).changed
    assert "no published checksum" in made.lines[0]


def test_a_file_or_a_folder_stands_for_the_download(server, store, tmp_path):
    given = tmp_path / "mine.csv"
    given.write_bytes(IPS)
    assert store(make_source(), given={"ips": given}).files("ips", []).paths == (given,)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "ips.csv").write_bytes(IPS)
    assert store(make_source(), offline=folder).files("ips", []).paths == (folder / "ips.csv",)
    assert server.requests == []


def test_names_that_a_folder_may_hold(store, tmp_path):
    source = make_source(
        per="departement", path="/{departement}.csv", file="adresses-{departement}.csv"
    )
    made = store(source, offline=tmp_path)
    assert "adresses-38.csv or ips-38.* was expected" in refusal(made, departements=["38"])
    (tmp_path / "ips").mkdir()
    (tmp_path / "ips" / "adresses-38.csv").write_bytes(IPS)
    assert made.files("ips", ["38"]).paths[0].parent.name == "ips"
    (tmp_path / "ips-38.csv").write_bytes(IPS)
    assert made.files("ips", ["38"]).paths[0].name == "ips-38.csv"
    (tmp_path / "ips-38.txt").write_bytes(IPS)
    assert "several files for ips: ips-38.csv, ips-38.txt" in refusal(made, departements=["38"])


def test_a_shapefile_is_one_file(store, tmp_path):
    for suffix in ("shp", "dbf", "shx"):
        (tmp_path / f"ips.{suffix}").write_bytes(b"\x00\x01")
    made = store(make_source(columns=()), offline=tmp_path)
    assert made.files("ips", []).paths[0].suffix == ".shp"


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b"<html>", "web page"), (b"uai;nom\n", "missing rentree_scolaire, ips")],
)
def test_a_given_file_is_checked_too(store, tmp_path, content, words):
    given = tmp_path / "mine.csv"
    given.write_bytes(content)
    assert words in refusal(store(make_source(), given={"ips": given}))


def test_one_file_cannot_stand_for_several(store, tmp_path):
    source = make_source(per="departement", path="/{departement}.csv", file="{departement}.csv")
    (tmp_path / "a.csv").write_bytes(IPS)
    made = store(source, given={"ips": tmp_path / "a.csv"})
    assert "cannot stand for 2 files" in refusal(made, departements=["38", "69"])


def test_a_source_without_an_address_wants_a_file(store):
    line = refusal(store(make_source(local_only=True, base="", path="")))
    assert "--file ips=PATH" in line
