"""After a test that commits, the next finds the database as migrating left it."""

import pytest
from django.contrib.auth.models import Permission
from django.db import OperationalError, connection

from offers.models import Offer
from tests.emptying import empty_the_tables
from tests.matching.toy_town import offer_at

A_JOB = (
    "INSERT INTO procrastinate_jobs (task_name, queue_name, priority, args)"
    " VALUES ('essai', 'default', 0, '{}')"
)


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_rows_and_jobs_go_and_what_migrating_wrote_stays():
    permissions = Permission.objects.count()
    offer_at(100)
    with connection.cursor() as cursor:
        cursor.execute(A_JOB)
    assert (Offer.objects.count(), jobs()) == (1, 1)
    empty_the_tables()
    assert (Offer.objects.count(), jobs()) == (0, 0)
    assert Permission.objects.count() == permissions > 0
    # Nothing is left that a foreign key would miss.
    connection.check_constraints()


@pytest.mark.django_db(transaction=True)
def test_whoever_still_writes_is_waited_for():
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(A_JOB)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
            with pytest.raises(OperationalError, match="lock timeout"):
                empty_the_tables()
            cursor.execute("SET lock_timeout = 0")
        other.commit()
        empty_the_tables()
        assert jobs() == 0
    finally:
        other.close()
