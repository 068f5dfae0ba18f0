"""The toy town as pytest fixtures, for the tests of matching and of the API."""

import pytest

from tests.matching import town_of_weeks
from tests.matching.toy_town import SERVICE_DATE, toy_college, write_feed
from transit.network.builder import build_network
from transit.queries import open_network
from transit.registry import register


@pytest.fixture(scope="session")
def toy_folder(tmp_path_factory):
    """Folder of the town's network, built once."""
    folder = tmp_path_factory.mktemp("toy_town")
    return build_network(write_feed(folder), None, folder / "network")


@pytest.fixture
def build(db, toy_folder):
    """The town's network, in service."""
    return register(open_network(toy_folder), "essai", SERVICE_DATE)


@pytest.fixture(scope="session")
def weeks_folder(tmp_path_factory):
    """Folder of the network of the town whose weeks differ, built once."""
    folder = tmp_path_factory.mktemp("town_of_weeks")
    return build_network(town_of_weeks.write_feed(folder), None, folder / "network")


@pytest.fixture
def weeks_college(db, weeks_folder):
    """A collège at the middle of the town whose weeks differ; its network is in service."""
    register(open_network(weeks_folder), "essai", SERVICE_DATE)
    return toy_college()


@pytest.fixture
def college(build):
    """A REP+ collège at the middle of the town."""
    return toy_college()
