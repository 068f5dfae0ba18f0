"""Says in one line that the tables are older than the program, before hours of work are lost."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from geo_matching.common.errors import InputError


def require_migrated() -> None:
    """Raise InputError when a migration has not been applied to the database."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        names = ", ".join(f"{migration.app_label} {migration.name}" for migration, _ in waiting[:3])
        raise InputError(f"{len(waiting)} migrations wait ({names} ...): run bin/manage migrate")
