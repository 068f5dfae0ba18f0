"""Wherever commutes are computed, the tables are the same, byte for byte."""

import os
import subprocess
import sys
import time

import pytest
from django.core.management import CommandError, call_command

from geo_matching.matching import pools
from geo_matching.matching.models import Commute, ComputedCollege
from tests.matching.processes import ROOT
from tests.matching.scale.conftest import COLLEGES

pytestmark = pytest.mark.django_db
# Whatever becomes of the test, scheduler and workers end by themselves.
SCHEDULER = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-jupyter")
WORKER = ("worker", "--nworkers", "2", "--nthreads", "1", "--no-dashboard", "--death-timeout", "20")


def start(folder, *words: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture
def scheduler(tmp_path):
    """A dask.distributed scheduler with two workers on this machine: its address."""
    file = str(tmp_path / "scheduler.json")
    running = [
        start(tmp_path, *SCHEDULER, "--idle-timeout", "120", "--scheduler-file", file),
        start(tmp_path, *WORKER, "--scheduler-file", file),
    ]
    try:
        yield address_in(tmp_path / "scheduler.json")
    finally:
        for process in reversed(running):
            process.terminate()
        for process in running:
            process.wait(timeout=30)


def address_in(file) -> str:
    import json

    for _ in range(600):
        if file.exists() and file.read_text():
            return json.loads(file.read_text())["address"]
        time.sleep(0.05)
    raise AssertionError("the scheduler has not begun")


def forget() -> None:
    Commute.objects.all().delete()
    ComputedCollege.objects.all().delete()


def test_one_process_two_and_a_cluster_write_the_same_bytes(town, dump, scheduler, capsys):
    call_command("compute_commutes", "--all")
    alone = dump()
    assert Commute.objects.count() > 4 * COLLEGES
    for where in (("--workers", "2"), ("--scheduler", scheduler)):
        forget()
        assert dump() != alone
        call_command("compute_commutes", "--all", *where)
        assert dump() == alone, where
        call_command("compute_commutes", "--all", *where)
        assert f"{COLLEGES} collèges (0 computed)" in capsys.readouterr().out
    assert dump() == alone


def test_a_worker_that_cannot_see_the_network_says_so(town, build, scheduler, tmp_path):
    build.folder = str(tmp_path / "elsewhere")
    build.save()
    with pytest.raises(CommandError, match="elsewhere") as raised:
        call_command("compute_commutes", "--scheduler", scheduler)
    assert raised.value.returncode == 2
    assert not Commute.objects.exists()


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("tcp://127.0.0.1:9", r"no dask scheduler answers at 'tcp://127.0.0.1:9'"),
        ("nowhere", r"expected tcp://host:port"),
    ],
)
def test_without_a_scheduler_one_line_says_so(town, monkeypatch, address, message):
    monkeypatch.setattr(pools, "CONNECT_S", 1)
    with pytest.raises(CommandError, match=message) as raised:
        call_command("compute_commutes", "--scheduler", address)
    assert raised.value.returncode == 2
    assert "\n" not in str(raised.value)
