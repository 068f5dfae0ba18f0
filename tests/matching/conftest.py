"""The toy town, and empty caches before each test: versions of the data count anew there."""

import pytest

from geo_matching.matching.versioned_cache import clear_all
from tests.matching.fixtures import build, college, toy_folder, weeks_college, weeks_folder

__all__ = ["build", "college", "toy_folder", "weeks_college", "weeks_folder"]


@pytest.fixture(autouse=True)
def fresh_caches():
    clear_all()
    yield
    clear_all()
