"""An update that is really killed, at two points: the old network goes on, the next update is whole."""

import os
import signal
import subprocess

import pytest
from django.core.management import call_command
from django.db import transaction

from tests.matching.processes import start_command, wait_for_somebody_who_waits
from tests.transit.areas.publishers import MORE
from transit.models import Feed, FeedVersion, NetworkBuild

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def start(published, folders):
    """Start an update of Isère as a process of its own."""
    environment = {
        "NETWORKS_DIR": str(folders / "networks"),
        "SOURCES_DIR": str(folders / "sources"),
        "SOURCE_BASES": ",".join(f"{name}={base}" for name, base in published.bases.items()),
    }
    words = ("update_networks", "--departement", "38", "--apply", "--now")
    return lambda: start_command(*words, environment=environment)


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
    process.communicate()


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
        process.communicate()
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before
    call_command("update_networks", "--departement", "38", "--apply", "--now")
    assert NetworkBuild.objects.get(active=True).counts["trips"] == 3
