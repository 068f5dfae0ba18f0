"""Downloads against a server that misbehaves: the file is whole or the old one stays."""

import gzip
import hashlib
import io
import os
import zipfile
from datetime import UTC, datetime

import pytest

from geo_matching.common.archive_safety import ArchiveLimits
from geo_matching.common.download import MOST_ATTEMPTS, Downloader, Patience, Wanted
from geo_matching.common.download_http import retry_after_s
from geo_matching.common.errors import InputError
from tests.local_server import LocalServer, Reply, served_file

CSV = b"uai;nom\n0389001C;Tilleuls\n"
LONG = b"uai;nom\n" + b"0389001C;Tilleuls\n" * 20_000
MODIFIED = datetime(2026, 11, 1, tzinfo=UTC).timestamp()


class FakeTime:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now, self.pauses = 0.0, []

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


@pytest.fixture
def server():
    with LocalServer() as running:
        yield running


@pytest.fixture
def fake_time():
    return FakeTime()


@pytest.fixture
def fetch(server, fake_time, tmp_path):
    def run(path="/file.csv", patience=None, **wanted):
        downloader = Downloader(
            "stages-de-3e (contact@stages.example)",
            patience=patience or Patience(read_s=5),
            sleep=fake_time.sleep,
            clock=lambda: fake_time.now,
            terminal=io.StringIO(),
        )
        return downloader.fetch(Wanted(server.url(path), tmp_path / "kept.csv", **wanted))

    return run


def refused(fetch, **wanted) -> str:
    with pytest.raises(InputError) as caught:
        fetch(**wanted)
    line = str(caught.value)
    assert "\n" not in line
    return line


def leftovers(folder) -> list[str]:
    """Whatever lies beside the file itself and its state."""
    names = {path.name for path in folder.rglob("*") if path.is_file()}
    return sorted(names - {"kept.csv", ".kept.csv.json", "kept.csv.lock"})


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


@pytest.mark.parametrize(
    ("headers", "pauses"),
    [({"Retry-After": "7"}, [7, 7]), ({}, [1, 2]), ({"Retry-After": "x"}, [1, 2])],
)
def test_too_many_requests_waits_as_long_as_asked(server, fetch, fake_time, headers, pauses):
    busy = Reply(429, b"slow down", headers)
    server.answers("/file.csv", busy, busy, Reply(body=CSV))
    assert fetch().path.read_bytes() == CSV
    assert fake_time.pauses == pauses


def test_a_pause_that_is_too_long_ends_the_run(server, fetch, fake_time):
    server.answers("/file.csv", Reply(429, b"", {"Retry-After": "86400"}))
    assert "asks to wait 86400 s" in refused(fetch)
    assert fake_time.pauses == []


def test_retry_after_may_be_a_date():
    now = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
    assert retry_after_s("Thu, 26 Nov 2026 08:00:30 GMT", now) == 30
    assert retry_after_s("Thu, 26 Nov 2026 07:00:00 GMT", now) == 0


def test_a_server_error_is_tried_three_times_more(server, fetch, fake_time):
    server.answers("/file.csv", Reply(500), Reply(503), Reply(502), Reply(body=CSV))
    assert fetch().path.read_bytes() == CSV
    assert fake_time.pauses == [1, 2, 4]
    server.answers("/other.csv", Reply(500))
    assert "500 Internal Server Error, 4 times" in refused(fetch, path="/other.csv")
    assert len(server.asked("/other.csv")) == 4


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_any_other_error_is_final(server, fetch, fake_time, status):
    server.answers("/file.csv", Reply(status))
    assert f"the server answers {status}" in refused(fetch)
    assert fake_time.pauses == []


def test_a_slow_server_is_not_waited_for_long(server, fetch):
    server.answers("/file.csv", Reply(body=CSV, wait_s=0.4))
    assert "no answer within 0.05 s, 4 times" in refused(fetch, patience=Patience(read_s=0.05))


def test_a_trickle_ends_with_the_time_allowed(server, fetch, fake_time):
    server.answers("/file.csv", Reply(body=LONG))
    fake_time.now = 5.0
    line = refused(fetch, patience=Patience(whole_s=-1))
    assert "not whole after" in line


def test_nobody_there(server, fetch, tmp_path):
    server.__exit__()
    assert "no connection" in refused(fetch)


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
