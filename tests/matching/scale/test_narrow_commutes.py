"""The migration to narrow rows keeps the commutes, but for ways beyond the limit of minutes."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from geo_matching.matching.models import Commute
from tests.matching.toy_town import FAR, offer_at

BEFORE, NOW = [("matching", "0001_initial")], [("matching", "0003_sites_of_computed_colleges")]
INSERT = """
INSERT INTO matching_commute (college_id, site_id, start_s, end_s, morning_s, evening_s, commute_s,
                              rides, walk_s, service_date, build_id)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, '2030-01-01', %s)
"""
COLUMNS = (
    "college_id",
    "site_id",
    "start_s",
    "end_s",
    "morning_s",
    "evening_s",
    "commute_s",
    "rides",
    "walk_s",
)


def migrate(target) -> None:
    MigrationExecutor(connection).migrate(target)


@pytest.mark.django_db(transaction=True)
def test_rows_are_kept_and_ways_beyond_the_limit_are_not(college, build):
    site = offer_at(FAR).site_id
    key = (college.uai, site)
    rows = [
        (*key, 32400, 61200, 1360, 1000, 1180, 1, 200),
        (*key, 28800, 57600, 40_000, 4600, 22_300, 2, 300),
        (*key, 36000, 64800, 40_000, None, None, 1, 300),
    ]
    try:
        migrate(BEFORE)
        with connection.cursor() as cursor:
            for row in rows:
                cursor.execute(INSERT, (*row, build.pk))
    finally:
        migrate(NOW)
    kept = Commute.objects.order_by("start_s").values_list(*COLUMNS)
    assert list(kept) == [(*key, 28800, 57600, None, 4600, None, 2, 300), rows[0]]
