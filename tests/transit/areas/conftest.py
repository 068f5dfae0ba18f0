"""Publishers on 127.0.0.1, folders of one's own, and an area to bring up to date."""

import datetime as dt

import pytest

from tests.transit.areas.publishers import Publishers
from transit.areas.updating import update
from transit.models import Area

TODAY = dt.date(2030, 1, 2)


@pytest.fixture
def publishers(tmp_path):
    (tmp_path / "published").mkdir()
    publishers = Publishers(tmp_path / "published")
    with publishers.serving():
        yield publishers


@pytest.fixture
def folders(tmp_path, settings):
    """Folders of networks and sources that no other test sees."""
    settings.NETWORKS_DIR = tmp_path / "networks"
    settings.SOURCES_DIR = tmp_path / "sources"
    return tmp_path


@pytest.fixture
def refresh(publishers, folders):
    """Bring the area 38 up to date; return what was found and the new build."""

    def run(today=TODAY, **fields):
        area = Area.objects.filter(code="38").first() or Area(
            code="38", name="Isère", departements=["38"], regions=["84"]
        )
        for name, value in fields.items():
            setattr(area, name, value)
        return update(area, publishers.sources(folders / "sources"), today, lambda _: None)

    return run
