"""The plain function that fetches: by HTTP with all its care, or from a local file."""

import pytest

from geo_matching.common.download import Downloader
from geo_matching.common.errors import InputError
from geo_matching.common.fetching import fetcher
from tests.local_server import LocalServer, Reply


def test_an_address_and_a_redirect_to_a_listed_host(tmp_path):
    with LocalServer() as server:
        elsewhere = server.url("/b").replace("127.0.0.1", "localhost")
        server.answers("/a", Reply(302, headers={"Location": elsewhere}))
        server.answers("/b", Reply(body=b"data"))
        with pytest.raises(InputError, match="not listed"):
            fetcher(Downloader("test"))(server.url("/a"), tmp_path / "a")
        fetch = fetcher(Downloader("test"), frozenset({"localhost"}))
        assert fetch(server.url("/a"), tmp_path / "deep" / "a").read_bytes() == b"data"


def test_a_local_file(tmp_path):
    (tmp_path / "a").write_bytes(b"data")
    fetch = fetcher(Downloader("test"))
    assert fetch(str(tmp_path / "a"), tmp_path / "deep" / "b").read_bytes() == b"data"
    with pytest.raises(InputError, match="cannot be read"):
        fetch(str(tmp_path / "absent"), tmp_path / "b")
