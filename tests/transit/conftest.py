"""Toy worlds for the tests of the engine: text in, reference and engine out."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.transit.toy_world import World


@pytest.fixture
def world(tmp_path: Path) -> Callable[..., World]:
    """Build a world from its text, with the options of World."""

    def build(text: str, **options: object) -> World:
        return World(text, tmp_path, **options)

    return build
