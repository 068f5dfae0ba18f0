"""A database older than the program is told in one line."""

import pytest
from django.db.migrations.recorder import MigrationRecorder

from geo_matching.common.schema import require_migrated
from tests.common.bad_files import refusal

pytestmark = pytest.mark.django_db


def test_a_database_that_lacks_a_migration():
    require_migrated()
    MigrationRecorder.Migration.objects.filter(app="common").order_by("-name")[0].delete()
    assert " migrations wait (common 0" in refusal("import_status")
    assert "run bin/manage migrate" in refusal("import_territory", departement=["38"])
