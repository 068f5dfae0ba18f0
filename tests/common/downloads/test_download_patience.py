"""Busy, failing, slow and absent servers: how long and how often they are asked again."""

import io
import itertools
from datetime import UTC, datetime

import pytest

from geo_matching.common.download import Downloader, Patience, Wanted
from geo_matching.common.download_http import retry_after_s
from geo_matching.common.errors import InputError
from tests.common.downloads.expected import CSV, refused
from tests.local_server import Reply, served_file


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


def test_a_trickle_ends_with_the_time_allowed(server, tmp_path):
    """Time moves by a second whenever it is looked at."""
    seconds = itertools.count()
    patience = Patience(whole_s=5)
    downloader = Downloader("test", patience, clock=lambda: next(seconds), terminal=io.StringIO())
    whole = served_file(CSV, etag='"v1"')
    server.answers("/file.csv", Reply(200, CSV, {"ETag": '"v1"'}, drip_s=0.02), whole)
    wanted = Wanted(server.url("/file.csv"), tmp_path / "kept.csv")
    with pytest.raises(InputError, match="not whole after 5 s: the next run goes on from here"):
        downloader.fetch(wanted)
    assert downloader.fetch(wanted).path.read_bytes() == CSV
    assert server.requests[1].headers["Range"] == "bytes=5-"


def test_nobody_there(server, fetch, tmp_path):
    server.__exit__()
    assert "no connection" in refused(fetch)
