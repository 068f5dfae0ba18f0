"""Downloads that are cut, changed or unchanged: the file is whole or the old one stays."""

import hashlib
import os

import pytest

from geo_matching.common.download import MOST_ATTEMPTS
from tests.common.downloads.expected import CSV, LONG, MODIFIED, leftovers, refused
from tests.local_server import Reply, served_file


def test_a_file_comes_with_its_checksum_and_a_contact_is_named(server, fetch, tmp_path):
    server.answers("/file.csv", Reply(body=CSV))
    fetched = fetch(kinds=frozenset({"text"}))
    assert fetched.path.read_bytes() == CSV
    assert fetched.sha256 == hashlib.sha256(CSV).hexdigest()
    assert fetched.changed
    assert leftovers(tmp_path) == []
    assert "contact@stages.example" in server.requests[0].headers["User-Agent"]


@pytest.mark.parametrize("validator", [{"etag": '"v1"'}, {"modified": MODIFIED}])
def test_an_unchanged_file_is_not_sent_again(server, fetch, validator):
    server.answers("/file.csv", served_file(CSV, **validator))
    assert fetch().changed
    again = fetch()
    assert not again.changed
    assert again.path.read_bytes() == CSV
    assert {"If-None-Match", "If-Modified-Since"} & set(server.requests[1].headers)


def test_a_changed_file_replaces_the_old_one(server, fetch):
    server.answers("/file.csv", served_file(CSV, etag='"v1"'), served_file(LONG, etag='"v2"'))
    fetch()
    assert fetch().path.read_bytes() == LONG


def test_a_kept_file_that_somebody_altered_is_downloaded_again(server, fetch):
    server.answers("/file.csv", served_file(CSV, etag='"v1"'))
    path = fetch().path
    path.write_bytes(CSV.replace(b"Tilleuls", b"Bouleaux"))
    assert fetch().path.read_bytes() == CSV
    assert "If-None-Match" not in server.requests[1].headers


def test_a_published_checksum_that_is_kept_asks_for_nothing(server, fetch):
    server.answers("/file.csv", Reply(body=CSV))
    md5 = hashlib.md5(CSV, usedforsecurity=False).hexdigest()
    fetch(checksum=md5)
    assert not fetch(checksum=md5.upper()).changed
    assert len(server.requests) == 1


def test_a_cut_download_goes_on_where_it_was_cut(server, fetch, fake_time):
    whole = served_file(LONG, etag='"v1"')
    server.answers("/file.csv", Reply(200, LONG, {"ETag": '"v1"'}, cut_after=100_000), whole)
    assert fetch().path.read_bytes() == LONG
    second = server.requests[1].headers
    assert second["Range"].startswith("bytes=")
    assert 0 < int(second["Range"][6:-1]) <= 100_000
    assert second["If-Range"] == '"v1"'
    assert fake_time.pauses == [1]


def test_the_next_run_goes_on_where_this_one_stopped(server, fetch):
    cut = Reply(200, LONG, {"ETag": '"v1"'}, cut_after=100_000)
    server.answers("/file.csv", cut, Reply(500))
    assert "500" in refused(fetch)
    server.answers("/file.csv", served_file(LONG, etag='"v1"'))
    assert fetch().path.read_bytes() == LONG
    assert "Range" in server.requests[-1].headers


def test_a_file_that_changed_meanwhile_is_never_glued(server, fetch):
    cut = Reply(200, LONG, {"ETag": '"v1"'}, cut_after=100_000)
    other = LONG.replace(b"Tilleuls", b"Bouleaux")
    server.answers("/file.csv", cut, served_file(other, etag='"v2"'))
    assert fetch().path.read_bytes() == other


@pytest.mark.parametrize("headers", [{}, {"ETag": 'W/"weak"'}])
def test_without_a_strong_validator_it_begins_again(server, fetch, headers):
    server.answers("/file.csv", Reply(200, LONG, headers, cut_after=9000), Reply(body=LONG))
    assert fetch().path.read_bytes() == LONG
    assert "Range" not in server.requests[1].headers


def test_a_range_refused_begins_again(server, fetch):
    cut = Reply(200, LONG, {"ETag": '"v1"'}, cut_after=9000)
    server.answers("/file.csv", cut, Reply(416), Reply(body=LONG))
    assert fetch().path.read_bytes() == LONG


def test_a_wrong_length_is_a_cut_file(server, fetch, tmp_path):
    server.answers("/file.csv", Reply(body=CSV, claims=len(CSV) + 10))
    assert "cut off before its 36 bytes had come, 4 times" in refused(fetch)
    assert not (tmp_path / "kept.csv").exists()


def test_a_published_size_or_checksum_that_differs(server, fetch, tmp_path):
    server.answers("/file.csv", Reply(body=CSV))
    assert "26 bytes came, 28 are published, 2 times" in refused(fetch, size=28)
    assert "checksum" in refused(fetch, checksum="0" * 64)
    assert leftovers(tmp_path) == []


def test_a_server_that_cuts_for_ever_is_given_up(server, fetch):
    content = os.urandom(3_000_000)

    def a_little_more(request):
        start = int(request.headers.get("Range", "bytes=0-")[6:-1])
        span = {"ETag": '"v"', "Content-Range": f"bytes {start}-2999999/3000000"}
        return Reply(206 if start else 200, content[start:], span, cut_after=70_000)

    server.answers("/file.csv", a_little_more)
    assert f"cut off {MOST_ATTEMPTS} times" in refused(fetch)


def chunked(content: bytes, *, whole: bool = True) -> Reply:
    """Answer without a length, as exports made on the fly do."""
    pieces = (content[i : i + 1000] for i in range(0, len(content), 1000))
    body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    body += b"0\r\n\r\n" if whole else b""
    return Reply(200, body, {"Transfer-Encoding": "chunked"}, cut_after=len(body))


def test_a_file_without_a_stated_length(server, fetch):
    server.answers("/file.csv", chunked(LONG, whole=False), chunked(LONG))
    assert fetch().path.read_bytes() == LONG
    assert len(server.requests) == 2


def test_a_mirror_that_calls_an_old_file_unchanged_is_not_believed(server, fetch):
    server.answers("/file.csv", served_file(CSV, etag='"same"'), served_file(LONG, etag='"same"'))
    fetch()
    md5 = hashlib.md5(LONG, usedforsecurity=False).hexdigest()
    assert fetch(checksum=md5).path.read_bytes() == LONG
