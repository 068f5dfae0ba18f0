"""A collège, one of its teachers, and a client signed in as that teacher."""

import pytest

from geo_matching.matching.versioned_cache import clear_all
from tests.accounts.factories import make_staff
from tests.qpv_data.factories import make_college


@pytest.fixture
def college(db):
    return make_college(name="Collège des Prés")


@pytest.fixture
def teacher(college):
    return make_staff(college)


@pytest.fixture
def school(client, teacher):
    client.force_login(teacher)
    return client


@pytest.fixture(autouse=True)
def fresh_caches():
    """Versions of the data count anew in each test, so what is kept by version must go."""
    clear_all()
    yield
    clear_all()
