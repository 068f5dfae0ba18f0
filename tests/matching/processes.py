"""The service's commands as processes of their own, on the test's database."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    """Return the address of the test's database."""
    database = connection.settings_dict
    port = f":{database['PORT']}" if database["PORT"] else ""
    return (
        f"postgis://{quote(database['USER'])}:{quote(database['PASSWORD'])}@{port}/"
        f"{database['NAME']}?host={quote(database['HOST'], safe='')}"
    )


def start_command(*words: str, environment: dict[str, str] | None = None) -> subprocess.Popen:
    """Start a command of manage.py; standard output and error can be read."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "geo_matching.settings.test",
            "DATABASE_URL": database_url(),
            **(environment or {}),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for_somebody_who_waits() -> None:
    """Return as soon as another connection waits for a lock."""
    with connection.cursor() as cursor:
        for _ in range(400):
            # Inside a transaction PostgreSQL goes on showing what it has shown first.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.05)")
    raise AssertionError("nobody came to the lock")
