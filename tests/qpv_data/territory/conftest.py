"""A publisher of invented files at the addresses of sources.toml, without pauses."""

from dataclasses import replace

import pytest

from geo_matching.common.download import downloader_from_settings
from qpv_data.management.commands import import_territory
from tests.local_server import LocalServer
from tests.qpv_data.territory.published_files import write_world
from tests.qpv_data.territory.world import Publisher


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "world").mkdir()
    return write_world(tmp_path / "world")


@pytest.fixture
def publisher(folder, settings, tmp_path, monkeypatch):
    def hasty(say):
        return replace(downloader_from_settings(say), sleep=lambda _seconds: None)

    monkeypatch.setattr(import_territory, "downloader_from_settings", hasty)
    with LocalServer() as server:
        made = Publisher(server, folder)
        settings.SOURCE_BASES = made.bases
        settings.DOWNLOADS_DIR = tmp_path / "downloads"
        settings.DOWNLOAD_CONTACT = "contact@stages.example"
        yield made
