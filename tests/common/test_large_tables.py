"""Lists of the administration do not count a large table at each visit."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from geo_matching.common import large_admin
from geo_matching.common.large_admin import LargePaginator
from geo_matching.common.models import DataVersion

pytestmark = pytest.mark.django_db
ROWS = 50


@pytest.fixture
def rows(monkeypatch):
    monkeypatch.setattr(large_admin, "_LARGE", 40)
    DataVersion.objects.all().delete()
    DataVersion.objects.bulk_create(DataVersion(name=f"essai {n}") for n in range(ROWS))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE common_dataversion")
    return DataVersion.objects.order_by("name")


def counted(queryset) -> tuple[int, bool]:
    """Return the count, and whether the rows were counted for it."""
    with CaptureQueriesContext(connection) as captured:
        count = LargePaginator(queryset, 10).count
    return count, any("COUNT(" in one["sql"] for one in captured.captured_queries)


def test_a_large_table_is_estimated(rows):
    assert counted(rows) == (ROWS, False)


def test_a_small_one_and_what_is_searched_for_are_counted(rows, monkeypatch):
    assert counted(rows.filter(name__startswith="essai 1")) == (11, True)
    monkeypatch.setattr(large_admin, "_LARGE", 60)
    assert counted(rows) == (ROWS, True)
