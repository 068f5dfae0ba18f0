"""Grenoble as the tests of reachability ask for it: a built network, collèges and sites."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pytest

from geo_matching.bench.places import college_places, site_places
from transit.network.builder import build_network
from transit.queries import Network, Place, open_network


@dataclass(frozen=True)
class Metropolis:
    """A real network, and places to ask it for."""

    network: Network
    colleges: Sequence[Place]
    sites: Sequence[Place]
    day: date


@pytest.fixture(scope="session")
def grenoble(stages_data, tmp_path_factory) -> Metropolis:
    folder = tmp_path_factory.mktemp("grenoble") / "network"
    files = stages_data / "grenoble"
    build_network([files / "gtfs_tag_2023.zip"], files / "streets.osm.pbf", folder)
    colleges, sites = college_places(stages_data)[:45:5], site_places(stages_data, 12)
    return Metropolis(open_network(folder), colleges, sites, date(2023, 5, 2))
