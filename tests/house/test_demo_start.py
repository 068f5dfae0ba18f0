"""bin/demo as its user knows it: start, Ctrl-C, start again, a kill, --stop, --reset."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.house.shell import ROOT, clean_environment, forget_cluster, run

pytestmark = [pytest.mark.slow, pytest.mark.network]
READY_S = 300


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("demo")
    yield folder
    run(ROOT / "bin/demo", "--stop", data_dir=folder)
    forget_cluster(folder)


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(port: int, path: str) -> dict:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/{path}", timeout=30) as answer:
        return json.load(answer)


def ranking(port: int) -> list[tuple[int, int]]:
    college = ask(port, "colleges/?priority=REP%2B")["results"][0]["uai"]
    offers = ask(port, f"offers/?college={college}&max_minutes=90&page_size=100")["results"]
    return [(offer["id"], offer["commute"]["minutes"]) for offer in offers]


def messages_written(data_dir: Path) -> int:
    """Return how many e-mails the demo has written; wait for the first."""
    end = time.monotonic() + READY_S
    while time.monotonic() < end:
        if count := len(list((data_dir / "mail").glob("*"))):
            return count
        time.sleep(0.5)
    return 0


def demo_is_gone(data_dir: Path) -> bool:
    """Say whether every process of the demo ends soon: the one that sends messages too."""
    for _ in range(60):
        running = subprocess.run(
            ["pgrep", "-f", str(ROOT / "bin/lib/demo.py")],
            capture_output=True,
            text=True,
            check=False,
        ).stdout.split()
        environments = (Path(f"/proc/{pid}/environ") for pid in running)
        mine = f"DATA_DIR={data_dir}".encode()
        if not any(path.exists() and mine in path.read_bytes() for path in environments):
            return True
        time.sleep(0.5)
    return False


@contextmanager
def demo(data_dir: Path, port: int) -> Iterator[subprocess.Popen]:
    """Run bin/demo in a process group of its own, as a terminal does, until it says it is ready."""
    with subprocess.Popen(
        [ROOT / "bin/demo", "--port", str(port)],
        env=clean_environment(data_dir),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        end = time.monotonic() + READY_S
        for line in process.stderr:
            if "Ready: " in line:
                assert f"http://127.0.0.1:{port}/" in line
                break
            assert time.monotonic() < end, "not ready in time"
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
            process.wait(30)


def test_nothing_is_lost_between_starts(data_dir: Path, port: int) -> None:
    with demo(data_dir, port) as first:
        before = ranking(port)
        assert before
        # Whoever signs up in the demo gets the message that lets them in.
        assert messages_written(data_dir) > 0
        os.killpg(first.pid, signal.SIGINT)
        assert first.wait(30) == 0
        assert demo_is_gone(data_dir)
        assert "Nothing is lost" in first.stderr.read()

    start = time.monotonic()
    with demo(data_dir, port) as second:
        # The promise is 10 s on a quiet machine; tests may share it with others.
        assert time.monotonic() - start < 30
        assert ranking(port) == before
        again = run(ROOT / "bin/demo", "--port", str(port), data_dir=data_dir)
        assert again.returncode == 0
        assert "already runs" in again.stderr
        os.killpg(second.pid, signal.SIGKILL)
        second.wait(30)
        # The shell is gone before the processes that it had started: they still hold the port.
        assert demo_is_gone(data_dir)

    with demo(data_dir, port) as third:
        assert ranking(port) == before
        stop = run(ROOT / "bin/demo", "--stop", data_dir=data_dir)
        assert stop.returncode == 0
        assert "Server stopped." in stop.stderr
        assert "PostGIS stopped." in stop.stderr
        assert third.wait(30) == 0
        assert demo_is_gone(data_dir)

    with demo(data_dir, port):
        assert ranking(port) == before


def test_reset_makes_the_demo_again(data_dir: Path, port: int) -> None:
    reset = run(ROOT / "bin/demo", "--reset", "--no-serve", data_dir=data_dir)
    assert reset.returncode == 0, reset.stderr
    assert "Making the demo city" in reset.stderr
    with demo(data_dir, port):
        assert ranking(port)
