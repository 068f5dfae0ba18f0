"""Redirects and contents that are refused before the kept file is replaced."""

import gzip
import io
import zipfile

import pytest

from geo_matching.common.archive_safety import ArchiveLimits
from geo_matching.common.errors import InputError
from tests.common.downloads.expected import CSV, LONG, leftovers, refused
from tests.local_server import Reply


def test_redirects_are_followed_on_listed_hosts_only(server, fetch):
    elsewhere = server.url("/there.csv").replace("127.0.0.1", "localhost")
    server.answers("/file.csv", Reply(302, headers={"Location": elsewhere}))
    server.answers("/there.csv", Reply(body=CSV))
    line = refused(fetch)
    assert "redirected to http://localhost" in line
    assert server.asked("/there.csv") == []
    assert fetch(hosts=frozenset({"localhost"})).path.read_bytes() == CSV


def test_a_redirect_on_the_same_host_and_a_loop(server, fetch):
    server.answers("/file.csv", Reply(302, headers={"Location": "/there.csv"}))
    server.answers("/there.csv", Reply(body=CSV))
    assert fetch().path.read_bytes() == CSV
    server.answers("/loop.csv", Reply(301, headers={"Location": "/loop.csv"}))
    assert "redirects" in refused(fetch, path="/loop.csv")


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b"<!DOCTYPE html><html>Erreur</html>", "text", "a web page came instead of text"),
        (b"PK\x03\x04", "text", "zip came instead of text"),
        (b'{"error": "quota"}', "text", "json came instead of text"),
        (b"a;b\n", "zip", "text came instead of zip"),
        (b"", "text", "empty file"),
    ],
)
def test_other_content_than_expected_keeps_the_old_file(server, fetch, tmp_path, body, kind, words):
    (tmp_path / "kept.csv").write_bytes(CSV)
    server.answers("/file.csv", Reply(body=body))
    assert words in refused(fetch, kinds=frozenset({kind}))
    assert (tmp_path / "kept.csv").read_bytes() == CSV
    assert leftovers(tmp_path) == []


def test_a_changed_schema_keeps_the_old_file(server, fetch, tmp_path):
    def check(path):
        if b"ips" not in path.read_bytes():
            raise InputError("missing column: ips", file=path.name)

    (tmp_path / "kept.csv").write_bytes(b"old")
    server.answers("/file.csv", Reply(body=CSV))
    assert refused(fetch, check=check) == "kept.csv: missing column: ips"
    assert (tmp_path / "kept.csv").read_bytes() == b"old"


def test_a_file_larger_than_allowed_is_dropped(server, fetch, tmp_path):
    server.answers("/file.csv", Reply(body=LONG))
    assert "more than 1000 bytes" in refused(fetch, max_bytes=1000)
    assert leftovers(tmp_path) == []


def test_a_zip_bomb_is_refused(server, fetch, tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.csv", bytes(3_000_000))
    server.answers("/file.csv", Reply(body=packed.getvalue()))
    limits = ArchiveLimits(ratio_from_bytes=1_000_000)
    assert "zip bomb" in refused(fetch, limits=limits)
    assert leftovers(tmp_path) == []


def test_a_body_encoded_on_the_way_is_decoded(server, fetch):
    body = gzip.compress(LONG)
    server.answers("/file.csv", Reply(200, body, {"Content-Encoding": "gzip", "ETag": '"v1"'}))
    assert fetch(kinds=frozenset({"text"})).path.read_bytes() == LONG
    assert server.requests[0].headers["Accept-Encoding"] == "identity"


def test_a_folder_that_cannot_be_written(server, fetch, tmp_path):
    server.answers("/file.csv", Reply(body=CSV))
    (tmp_path / ".part").write_text("in the way", encoding="utf-8")
    assert "kept.csv: cannot be kept (" in refused(fetch)
