"""A server that misbehaves, time that only sleeping moves, and a downloader between them."""

import io

import pytest

from geo_matching.common.download import Downloader, Patience, Wanted
from tests.local_server import LocalServer


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
