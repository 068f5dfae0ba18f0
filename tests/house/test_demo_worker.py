"""The demo's worker of jobs: Ctrl-C reaches a terminal's whole group, and it ends its job first."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.house.shell import ROOT

# A worker as procrastinate's: the first signal asks it to stop, a second one would kill it.
SERVER = """
import asyncio, sys, time
from pathlib import Path

folder = Path(sys.argv[1])
sys.argv = sys.argv[:1]
sys.path.insert(0, "bin/lib")

import demo
from django.core import management
from procrastinate import signals


def work(*_):
    async def job():
        asked = asyncio.Event()
        with signals.on_stop(asked.set):
            (folder / "begun").touch()
            await asked.wait()
            await asyncio.sleep(2)
        (folder / "ended").touch()

    asyncio.run(job())


management.call_command = work
demo.follow_jobs(folder / "jobs.log")
time.sleep(60)
"""
PATIENCE_S = 20


def wait_for(path: Path) -> bool:
    end = time.monotonic() + PATIENCE_S
    while not path.exists() and time.monotonic() < end:
        time.sleep(0.05)
    return path.exists()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "server killed"])
def test_a_job_that_has_begun_is_ended(tmp_path: Path, how: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, tmp_path],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as server:
        try:
            assert wait_for(tmp_path / "begun")
            if how == signal.SIGINT:
                os.killpg(server.pid, how)
            else:
                server.kill()
            server.wait(PATIENCE_S)
        finally:
            server.kill()
    assert wait_for(tmp_path / "ended"), (tmp_path / "jobs.log").read_text(encoding="utf-8")
