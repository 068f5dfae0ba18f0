"""One invented city for all tests of the demo, made by the command in a process of its own."""

import csv
import io
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from transit.network.builder import build_network
from transit.queries import Network, open_network

ROOT = Path(__file__).resolve().parents[2]
START = date(2026, 11, 23)
SEED = 2024


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city") / "made"
    command = [sys.executable, "manage.py", "make_demo_city", "--out", str(folder)]
    subprocess.run(
        [*command, "--seed", str(SEED), "--from", START.isoformat()],
        cwd=ROOT,
        # Another order of hashes than in this process: nothing may hang on it.
        env={**os.environ, "PYTHONHASHSEED": "1", "SECRET_KEY": "test-only-key"},
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture(scope="session")
def network(city: Path, tmp_path_factory: pytest.TempPathFactory) -> Network:
    folder = tmp_path_factory.mktemp("network") / "city"
    build_network([city / "feed.zip"], city / "streets.osm.pbf", folder)
    return open_network(folder)


Table = list[dict[str, str]]


@pytest.fixture(scope="session")
def feed(city: Path) -> dict[str, Table]:
    """Tables of the feed, read by nothing but csv and zipfile."""
    tables = {}
    with zipfile.ZipFile(city / "feed.zip") as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            tables[name.removesuffix(".txt")] = list(csv.DictReader(io.StringIO(text)))
    return tables
