"""The publishers of tests/transit/areas as the service's own settings, and a département to serve."""

import pytest

from tests.matching.toy_town import toy_college
from tests.qpv_data.factories import make_departement
from tests.queue_worker import queue
from tests.transit.areas.conftest import folders, publishers

__all__ = ["folders", "publishers", "queue"]


@pytest.fixture
def published(publishers, folders, settings):
    """Publishers that the settings name."""
    settings.SOURCE_BASES = publishers.bases
    return publishers


@pytest.fixture
def isere(db):
    """The département 38 with one REP+ collège at the town's first stop."""
    make_departement()
    return toy_college()
