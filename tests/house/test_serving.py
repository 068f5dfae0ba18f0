"""How gunicorn's processes share what comes: `geo_matching.serving` with a program that only waits."""

import contextlib
import http.client
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from gunicorn.config import Config

from geo_matching.bench.serving import free_port, serving
from geo_matching.serving import SILENCE_S, FairWorker

PROGRAM = """
import os, time

def application(environ, start_response):
    time.sleep(float(environ["PATH_INFO"].strip("/") or 0))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
"""
PROCESSES = 2
QUICK_S = 0.05
# Far longer than all quick requests together, far shorter than a silent connection is kept.
SLOW_S = 2.5


def ask(port: int, wait_s: float = 0) -> tuple[str, float]:
    """Return the process that answered, and after how many seconds."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", f"/{wait_s}", headers={"Connection": "close"})
    process = connection.getresponse().read().decode()
    connection.close()
    return process, time.perf_counter() - start


@contextlib.contextmanager
def started(folder: Path) -> Iterator[int]:
    """Serve the program, and stop it as its user would."""
    (folder / "waiting.py").write_text(PROGRAM, encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "python:geo_matching.serving"]
    command += ["waiting", "-b", f"127.0.0.1:{port}", "--threads", "1", "-w", str(PROCESSES)]
    environment = os.environ | {"PYTHONPATH": f"{Path.cwd()}:{folder}"}
    with serving(command, environment, signal.SIGTERM):
        for _ in range(200):
            try:
                ask(port)
                break
            except OSError:
                time.sleep(0.05)
        yield port


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    with started(tmp_path) as port:
        yield port


@pytest.mark.network
def test_nobody_waits_behind_a_slow_request_while_a_process_is_free(port: int) -> None:
    with ThreadPoolExecutor(9) as people:
        slow = people.submit(ask, port, SLOW_S)
        time.sleep(0.3)
        quick = list(people.map(lambda _: ask(port, QUICK_S), range(8)))
        busy, slow_s = slow.result()
    assert slow_s >= SLOW_S
    assert busy not in {process for process, _ in quick}
    assert max(seconds for _, seconds in quick) < SLOW_S / 2


@pytest.mark.network
def test_who_connects_and_says_nothing_holds_no_process(port: int) -> None:
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(3 * PROCESSES)]
    try:
        time.sleep(0.2)
        assert ask(port)[1] < SLOW_S / 2
        silent[0].sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        assert silent[0].recv(12) == b"HTTP/1.1 200"
    finally:
        for connection in silent:
            connection.close()


@pytest.mark.network
def test_a_kept_connection_is_answered_again(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    answers = []
    for _ in range(3):
        connection.request("GET", "/0")
        answers.append(connection.getresponse().read())
    connection.close()
    assert len(answers) == 3
    assert len(set(answers)) == 1


@pytest.mark.network
def test_a_request_that_comes_with_the_last_free_thread_goes_to_another(port: int) -> None:
    """A kept connection and a new one speak in the same turn of a process's loop."""
    kept = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    kept.request("GET", "/0.5")
    time.sleep(0.2)
    second = int(ask(port)[0])
    first = int(kept.getresponse().read())
    assert first != second
    try:
        for process in (first, second):
            os.kill(process, signal.SIGSTOP)
        kept.request("GET", f"/{SLOW_S}")
        with ThreadPoolExecutor(1) as people:
            quick = people.submit(ask, port)
            time.sleep(0.2)
            os.kill(first, signal.SIGCONT)
            time.sleep(0.2)
            os.kill(second, signal.SIGCONT)
            assert int(quick.result()[0]) == second
        assert int(kept.getresponse().read()) == first
    finally:
        for process in (first, second):
            os.kill(process, signal.SIGCONT)
        kept.close()


@pytest.mark.network
def test_a_stop_answers_who_asked_and_does_not_wait_for_who_says_nothing(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as people, contextlib.ExitStack() as sockets:
        with started(tmp_path) as port:
            asked = people.submit(ask, port, 1)
            for _ in range(2 * PROCESSES):
                sockets.enter_context(socket.create_connection(("127.0.0.1", port)))
            time.sleep(0.3)
            stop = time.monotonic()
        assert asked.result()[1] >= 1
        assert time.monotonic() - stop < SILENCE_S / 2


def test_a_second_ctrl_c_in_the_middle_of_the_first_still_ends_a_process() -> None:
    """The terminal and gunicorn's master both signal: the pool's lock is this thread's already."""
    worker = FairWorker.__new__(FairWorker)
    worker.cfg = Config()
    worker.tpool = ThreadPoolExecutor(1)
    left = threading.Event()

    def quit_inside() -> None:
        with worker.tpool._shutdown_lock, contextlib.suppress(SystemExit):
            worker.handle_quit(signal.SIGQUIT, None)
            return
        left.set()

    threading.Thread(target=quit_inside, daemon=True).start()
    assert left.wait(5)
