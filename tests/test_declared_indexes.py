"""Every constraint and index that a model declares stands in the database that migrations make."""

import pytest
from django.apps import apps
from django.db import connection


@pytest.mark.django_db
def test_migrations_have_lost_none_of_them():
    """A foreign key that gives up its index takes all others on that column with it, in Django."""
    missing = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            meta = model._meta
            if not meta.managed or meta.proxy:
                continue
            known = connection.introspection.get_constraints(cursor, meta.db_table)
            declared = [one.name for one in (*meta.constraints, *meta.indexes)]
            missing += [f"{meta.db_table}: {name}" for name in declared if name not in known]
    assert missing == []
