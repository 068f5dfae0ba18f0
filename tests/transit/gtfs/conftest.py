"""Reads the tiny feed with some tables replaced."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.transit.gtfs.feeds import TINY, write_zip
from transit.gtfs.feed import Feed
from transit.gtfs.reader import read_feed


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Feed]:
    """read(stops="...", trips=None, allow_on_demand=True): the feed with those tables."""

    def build(*, folder: str = "", allow_on_demand: bool = False, **tables: str | bytes | None):
        path = write_zip(tmp_path / "toy.zip", TINY | tables, folder)
        return read_feed(path, name="toy", allow_on_demand=allow_on_demand)

    return build
