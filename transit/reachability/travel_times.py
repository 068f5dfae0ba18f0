"""Travel times of many origins to many targets, over one process or several."""

import multiprocessing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from transit.constants import UNREACHED
from transit.limits import Limits
from transit.network.network import Network, open_folder
from transit.osm.linking import Links
from transit.reachability.compute import (
    ArriveBy,
    latest_departures,
    looking_back,
    statuses,
    window_times,
)
from transit.reachability.ends import Start, Targets
from transit.reachability.places import Place, link_places
from transit.reachability.preparing import is_many, prepared_for
from transit.search.search import Window


@dataclass(frozen=True, slots=True)
class TimesQuestion:
    """What to ask for each pair: a window of departures, or an hour of arrival."""

    day: date
    limits: Limits
    depart_s: int | None = None
    window_min: int = 120
    percentiles: tuple[int, ...] = (5, 25, 50, 75, 95)
    arrive_by_s: int | None = None


@dataclass(frozen=True, eq=False)
class WindowTimes:
    """Answers of one origin to a window: `times_s` is int32[targets, percentiles]."""

    status: NDArray[np.uint8]
    times_s: NDArray[np.int32]


Row = WindowTimes | ArriveBy


def rows_for(
    network: Network,
    origins: Sequence[Place],
    destinations: Sequence[Place],
    question: TimesQuestion,
    *,
    workers: int = 1,
) -> Iterator[Row]:
    """Yield the answers of each origin, in order; the same whatever the number of workers."""
    # The day is cut first, so that a day without service is refused before any row is written.
    network.connections(question.day, wheelchair=question.limits.wheelchair)
    many = is_many(len(origins))
    starts = _links(network, origins, question)
    targets = Targets.prepare(network, _links(network, destinations, question), question.limits)
    if workers <= 1 or len(origins) <= 1:
        if many:
            _make_ready(network, question)
        yield from (
            _answer(network, starts.take([i]), targets, question) for i in range(len(origins))
        )
        return
    # Threads of OpenMP do not survive a fork, so every worker starts fresh and maps the same files.
    context = multiprocessing.get_context("spawn")
    job = (network.folder, targets, question, many)
    with context.Pool(min(workers, len(origins)), _begin_worker, job) as pool:
        yield from pool.imap(_work, [starts.take([i]) for i in range(len(origins))], chunksize=4)


def _links(network: Network, places: Sequence[Place], question: TimesQuestion) -> Links:
    lat = np.array([place.lat for place in places], np.float64)
    lon = np.array([place.lon for place in places], np.float64)
    return link_places(network, lat, lon, question.limits)


def _answer(network: Network, origin: Links, targets: Targets, question: TimesQuestion) -> Row:
    start = Start(network, origin, question.limits)
    if question.arrive_by_s is not None:
        hours = np.full(len(targets.links.edge), question.arrive_by_s, np.int32)
        return latest_departures(start, targets, question.day, hours)
    depart_s = question.depart_s or 0
    window = (depart_s, question.window_min, question.percentiles)
    times = window_times(start, targets, question.day, window)
    reached = np.any(times < UNREACHED, axis=1)
    return WindowTimes(statuses(reached, origin, targets.links), times)


_worker: dict[str, tuple[Network, Targets, TimesQuestion]] = {}


def _begin_worker(folder: Path, targets: Targets, question: TimesQuestion, many: bool) -> None:
    network = open_folder(folder)
    if many:
        _make_ready(network, question)
    _worker["job"] = (network, targets, question)


def _make_ready(network: Network, question: TimesQuestion) -> None:
    """Prepare the day at once: many origins will ask the same."""
    day, limits, arrive_by_s = question.day, question.limits, question.arrive_by_s
    if arrive_by_s is None:
        window = Window.of_minutes(question.depart_s or 0, question.window_min, limits)
    else:
        window = looking_back(network, day, (arrive_by_s, arrive_by_s), limits, whole_day=True)
    prepared_for(network, day, window, limits, at_once=True)


def _work(origin: Links) -> Row:
    network, targets, question = _worker["job"]
    return _answer(network, origin, targets, question)
