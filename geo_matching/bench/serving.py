"""A server for the time of a measurement, and the questions asked of it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from geo_matching.bench.process import ROOT, MeasureError, run

WAIT_S = 300
END_S = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, pid: int) -> None:
    """Wait for the health page, with the program that bin/demo waits with."""
    url = f"http://127.0.0.1:{port}/api/v1/health/"
    try:
        run([sys.executable, "bin/lib/wait_for.py", url, str(pid), str(WAIT_S)])
    except MeasureError as error:
        raise MeasureError("the server did not answer") from error


@contextmanager
def serving(
    command: Sequence[str], environment: Mapping[str, str], stop: signal.Signals
) -> Iterator[int]:
    """Start a server in a process group of its own; end it as its user would."""
    with subprocess.Popen(  # noqa: S603 - our own programs
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            yield process.pid
        finally:
            if process.poll() is None:
                os.killpg(process.pid, stop)
            process.wait(END_S)


def get_json(port: int, path: str) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", f"/api/v1/{path}")
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != http.client.OK:
        raise MeasureError(f"{path} answered {response.status}")
    answer: dict[str, Any] = json.loads(body)
    return answer


def first_page(port: int, uai: str, max_minutes: int, *, page: int = 1) -> dict[str, Any]:
    """Return the first page of a ranking, or another one, as the API answers it."""
    question = {"college": uai, "max_minutes": max_minutes, "page": page}
    return get_json(port, "offers/?" + urlencode(question))
