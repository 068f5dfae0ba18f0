"""The environment follows the lock file, and waiting for a server ends when it should."""

import http.server
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.house.shell import ROOT, call, copy_scripts

STATE = "environment_is_current && echo current || echo stale"


def fake_environment(clone: Path) -> None:
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / "bin" / "python").symlink_to(sys.executable)


def state(clone: Path) -> str:
    return call(STATE, data_dir=clone / "data", root=clone).stdout.strip()


def test_environment_is_remade_only_when_the_lock_file_changes(tmp_path: Path) -> None:
    clone = copy_scripts(tmp_path)
    fake_environment(clone)
    assert state(clone) == "stale"
    call('lock_sum >"$STAMP"', data_dir=clone / "data", root=clone)
    assert state(clone) == "current"
    with (clone / "requirements-dev.txt").open("a", encoding="utf-8") as lock:
        lock.write("another==1.0\n")
    assert state(clone) == "stale"


def test_environment_made_by_hand_is_adopted(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    satisfied = [sys.executable, ROOT / "bin/lib/satisfied.py", lock]
    lock.write_text((ROOT / "requirements-dev.txt").read_text(encoding="utf-8"), encoding="utf-8")
    assert subprocess.run(satisfied, check=False).returncode == 0
    lock.write_text("django==0.1 \\\n    --hash=sha256:00\n", encoding="utf-8")
    assert subprocess.run(satisfied, check=False).returncode == 1
    lock.write_text("not-there==1 ; python_full_version < '3'\n", encoding="utf-8")
    assert subprocess.run(satisfied, check=False).returncode == 0


def test_pango_is_asked_for_only_where_it_is_missing(tmp_path: Path) -> None:
    clone = copy_scripts(tmp_path)
    (clone / ".venv" / "bin").mkdir(parents=True)
    python = clone / ".venv" / "bin" / "python"
    told = "install_packages() { shift; echo $*; }; ensure_pango"
    for status, packages in ((0, ""), (1, "libpango-1.0-0")):
        python.write_text(f"#!/bin/sh\nexit {status}\n", encoding="utf-8")
        python.chmod(0o755)
        out = call(told, data_dir=clone / "data", root=clone).stdout
        assert out.startswith(packages)
        assert bool(out.strip()) == bool(packages)


def wait_for(url: str, pid: int, seconds: str) -> tuple[int, float]:
    start = time.monotonic()
    command = [sys.executable, ROOT / "bin/lib/wait_for.py", url, str(pid), seconds]
    return subprocess.run(command, check=False).returncode, time.monotonic() - start


class Health(http.server.BaseHTTPRequestHandler):
    """Answers 503 twice, then 200, as a service does while it starts."""

    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        self.send_response(200 if self.asked > 2 else 503)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


def test_waiting_ends_when_the_server_answers() -> None:
    with http.server.HTTPServer(("127.0.0.1", 0), Health) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        status, _ = wait_for(f"http://127.0.0.1:{server.server_port}/", os.getpid(), "20")
        server.shutdown()
    assert status == 0
    assert Health.asked == 3


def test_waiting_ends_when_the_process_dies() -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    status, seconds = wait_for("http://127.0.0.1:9/", ended.pid, "30")
    assert status == 1
    assert seconds < 5
