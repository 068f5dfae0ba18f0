"""An update that is really killed, at two points: the old network goes on, the next update is whole."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tests.transit.areas.publishers import MORE
from transit.models import Feed, FeedVersion, NetworkBuild

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def start(published, folders):
    """Start an update of Isère as a process of its own."""
    database = connection.settings_dict
    port = f":{database['PORT']}" if database["PORT"] else ""
    url = (
        f"postgis://{quote(database['USER'])}:{quote(database['PASSWORD'])}@{port}/"
        f"{database['NAME']}?host={quote(database['HOST'], safe='')}"
    )
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "geo_matching.settings.test",
        "DATABASE_URL": url,
        "NETWORKS_DIR": str(folders / "networks"),
        "SOURCES_DIR": str(folders / "sources"),
        "TRANSPORT_CATALOGUE": f"{published.base}/datasets",
        "OSM_INDEX": f"{published.base}/index.json",
        "GEO_API": f"{published.base}/geo",
    }
    words = ["manage.py", "update_networks", "--departement", "38", "--apply", "--now"]

    def run() -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    return run


def kill_at(process: subprocess.Popen, step: str) -> None:
    """Kill a process with SIGKILL as soon as it says that it has come to this step."""
    said = []
    for line in process.stderr:
        said.append(line)
        if step in line:
            break
    else:
        raise AssertionError("".join(said))
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait(timeout=20) == -signal.SIGKILL
    process.stderr.close()


def test_killed_while_building(published, isere, start):
    call_command("update_networks", "--departement", "38", "--apply", "--now")
    before = list(NetworkBuild.objects.values())
    published.publish_feed("tag", MORE)
    kill_at(start(), "linking stops")
    assert list(NetworkBuild.objects.values()) == before
    call_command("update_networks", "--departement", "38", "--apply", "--now")
    assert NetworkBuild.objects.get(active=True).counts["trips"] == 3


def test_killed_in_the_middle_of_the_swap(published, isere, start):
    call_command("update_networks", "--departement", "38", "--apply", "--now")
    tables = (NetworkBuild, Feed, FeedVersion)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    published.publish_feed("tag", MORE)
    with transaction.atomic():
        # The swap has to wait for this row, in the middle of its transaction.
        NetworkBuild.objects.select_for_update().get()
        process = start()
        for line in process.stderr:
            if "swapping it in" in line:
                break
        wait_for_somebody_who_waits()
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait(timeout=20) == -signal.SIGKILL
        process.stderr.close()
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before
    call_command("update_networks", "--departement", "38", "--apply", "--now")
    assert NetworkBuild.objects.get(active=True).counts["trips"] == 3


def wait_for_somebody_who_waits() -> None:
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.05)")
    raise AssertionError("nobody came to the row")
