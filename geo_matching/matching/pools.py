"""Where commutes are computed: in this process, on all cores, or on a dask.distributed cluster."""

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from geo_matching.common.errors import InputError
from geo_matching.matching.commute_worker import ComputedCommutes, Task, compute_list
from geo_matching.matching.tables import SiteHours

# Results that wait to be written are in memory: so many tasks a core are under way, no more.
AHEAD = 2
CONNECT_S = 20
SCHEDULER_SHAPE = "tcp://host:port"
LATER = "what was written stays, and the same command goes on from there"


class Batch(Protocol):
    """Something to compute; None where nothing is."""

    @property
    def task(self) -> Task | None: ...

    @property
    def site_hours(self) -> SiteHours: ...


Some = TypeVar("Some", bound=Batch)
Results = list[ComputedCommutes]
# Takes a batch, returns how to wait for its results and how to give them up.
Submit = Callable[[Task, SiteHours], Any]


class Pool:
    """Computes batches, a few at a time, and hands the results back in the order given."""

    def __init__(self, submit: Submit | None = None, cores: int = 1) -> None:
        self._submit = submit
        self.cores = cores

    def run(self, batches: Iterable[Some]) -> Iterator[tuple[Some, Results]]:
        """Yield each batch with its results; batches are asked for as their turn comes.

        Raises
        ------
        InputError
            When a network cannot be opened, or the workers are lost.
        """
        waiting: deque[tuple[Some, Any]] = deque()
        try:
            for batch in batches:
                waiting.append((batch, self._begin(batch)))
                if self._submit is None or len(waiting) >= AHEAD * self.cores:
                    yield self._end(*waiting.popleft())
            while waiting:
                yield self._end(*waiting.popleft())
        finally:
            for _, future in waiting:
                if future is not None:
                    future.cancel()

    def _begin(self, batch: Some) -> Any:
        if batch.task is None or self._submit is None:
            return None
        return self._submit(batch.task, batch.site_hours)

    def _end(self, batch: Some, future: Any) -> tuple[Some, Results]:
        if future is not None:
            return batch, future.result()
        return batch, compute_list(batch.task, batch.site_hours) if batch.task else []


@contextmanager
def open_pool(workers: int = 1, scheduler: str = "") -> Iterator[Pool]:
    """Open a pool: of a cluster if its scheduler is named, else of so many processes.

    Raises
    ------
    InputError
        When no scheduler answers, it has no worker, or the workers are lost.
    """
    if scheduler:
        with _cluster(scheduler) as pool:
            yield pool
    elif workers > 1:
        with _processes(workers) as pool:
            yield pool
    else:
        yield Pool()


@contextmanager
def _processes(workers: int) -> Iterator[Pool]:
    # spawn: a forked child would inherit this process's database connection and threads.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _end_with_the_command) as executor:
        try:
            yield Pool(lambda *question: executor.submit(compute_list, *question), workers)
        except BrokenProcessPool as error:
            raise InputError(f"a worker was killed (too little memory?): {LATER}") from error
        finally:
            executor.shutdown(wait=False, cancel_futures=True)


def _end_with_the_command() -> None:
    """Have this worker end when the command is killed: it would wait for work for ever."""
    command = multiprocessing.parent_process()

    def watch() -> None:
        if command is not None:
            command.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def _cluster(scheduler: str) -> Iterator[Pool]:
    import distributed  # noqa: PLC0415 - a second to import, for a cluster only

    try:
        client: Any = distributed.Client(  # type: ignore[no-untyped-call]
            scheduler, timeout=CONNECT_S, set_as_default=False
        )
    except (OSError, ValueError, TypeError) as error:
        raise InputError(
            f"no dask scheduler answers at {scheduler!r} (expected {SCHEDULER_SHAPE}): {error}"
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=CONNECT_S)
        except TimeoutError as error:
            raise InputError(f"the scheduler at {scheduler} has no worker") from error
        try:
            # Never "pure": an equal question after a change of the network is another question.
            yield Pool(
                lambda *question: client.submit(compute_list, *question, pure=False),
                sum(client.nthreads().values()),
            )
        except (
            distributed.KilledWorker,
            distributed.CancelledError,
        ) as error:
            raise InputError(f"the cluster has lost its workers: {LATER}") from error
