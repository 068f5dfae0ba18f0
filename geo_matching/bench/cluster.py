"""A dask.distributed cluster on this machine, as long as somebody measures with it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from geo_matching.bench.process import ROOT, MeasureError

# Whatever becomes of the measurement, scheduler and workers end by themselves.
_SCHEDULER = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-jupyter")
_ENDS_IDLE = ("--idle-timeout", "300")
_WORKER = ("worker", "--nthreads", "1", "--no-dashboard", "--death-timeout", "20")
START_S, END_S = 60, 60
_STEP_S = 0.05


@contextmanager
def local_cluster(folder: Path, workers: int) -> Iterator[str]:
    """Start a scheduler and so many workers on 127.0.0.1; yields the scheduler's address.

    Parameters
    ----------
    folder : Path
        Where they note the address and keep what they need while they run.

    Raises
    ------
    MeasureError
        When they do not begin.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "scheduler.json"
    file.unlink(missing_ok=True)
    named = ("--scheduler-file", str(file))
    with ExitStack() as running:
        running.enter_context(_running(folder, *_SCHEDULER, *_ENDS_IDLE, *named))
        address = _address_in(file)
        running.enter_context(_running(folder, *_WORKER, "--nworkers", str(workers), *named))
        _wait_for_workers(address, workers)
        yield address


@contextmanager
def _running(folder: Path, *words: str) -> Iterator[None]:
    kernels = os.environ.get("NUMBA_CACHE_DIR", str(ROOT / ".data" / "numba"))
    with subprocess.Popen(  # noqa: S603 - our own programs
        [sys.executable, "-m", "dask", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NUMBA_CACHE_DIR": kernels},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=END_S)


def _address_in(file: Path) -> str:
    for _ in range(int(START_S / _STEP_S)):
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        if text:
            address: str = json.loads(text)["address"]
            return address
        time.sleep(_STEP_S)
    raise MeasureError(f"the scheduler has not begun after {START_S} s")


def _wait_for_workers(address: str, workers: int) -> None:
    import distributed  # noqa: PLC0415 - a second to import, for a cluster only

    try:
        with distributed.Client(address, timeout=START_S, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(workers, timeout=START_S)
    except (OSError, TimeoutError) as error:
        raise MeasureError(f"{workers} workers have not begun after {START_S} s") from error
