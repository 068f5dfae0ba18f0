"""Empties the database after a test that commits, in milliseconds instead of Django's flush.

TRUNCATE makes new files for every table and index, and the flush then writes the permissions of
every model anew; most tables have no row to lose.
"""

from django.db import connection, transaction

# Written by migrating, never by a test.
KEPT = ("django_migrations", "django_content_type", "auth_permission", "spatial_ref_sys")


def empty_the_tables(*_test_case: object) -> None:
    """Delete every row that tests may have written; identity columns go on counting."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(tablename) FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename <> ALL (%s)",
            [list(KEPT)],
        )
        names = [name for (name,) in cursor.fetchall()]
        # Whoever still writes, in a thread or another process, comes to an end first.
        cursor.execute(f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE")
        # All rows go: no foreign key has to be checked.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name in names:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - from the catalogue
