"""raptor-journey-planner of npm as a peer: one departure, earliest arrivals at all stops.

It gets the day's runs and our walks. Its rules differ: it chains walks from stop to stop, keeps one
place of a stop that a line calls at twice, and knows no limit on rides.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo_matching.bench.process import ROOT, MeasureError
from geo_matching.bench.transit_engine import Connections, Engine, Footpaths
from transit.queries import UNREACHED

PEER = "raptor-journey-planner@2.2.3"
INSTALL_S, RUN_S = 120, 120
CAN_BOARD, CAN_ALIGHT = 1, 2
Int32 = NDArray[np.int32]


def install() -> Path:
    """Return the folder of modules, installing the peer once into the data folder.

    Raises
    ------
    MeasureError
        When node is absent or the package cannot be had; the message is the reason.
    """
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise MeasureError("node and npm are not installed")
    folder = Path(os.environ.get("DATA_DIR") or ROOT / ".data") / "bench-npm"
    modules = folder / "node_modules"
    if not (modules / PEER.partition("@")[0] / "dist").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save"]
        _run([npm, "install", *flags, "--prefix", str(folder), PEER], "", INSTALL_S)
    return modules


def scan(modules: Path, question: dict[str, Any]) -> list[dict[str, Any]]:
    """Return seconds and arrivals (int32[stops]) for each start of the question."""
    node, script = shutil.which("node") or "node", Path(__file__).with_name("transit_raptor.cjs")
    output = _run([node, str(script), str(modules)], json.dumps(question), RUN_S)
    found: list[dict[str, Any]] = json.loads(output)
    return found


def _run(command: list[str], text: str, longest_s: float) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - node and npm, found on the path
            command, input=text, capture_output=True, text=True, timeout=longest_s, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise MeasureError(f"{Path(command[0]).name} took more than {longest_s} s") from error
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()
        raise MeasureError(said[-1] if said else f"status {done.returncode}")
    return done.stdout


def question_for(engine: Engine, accesses: list[Int32]) -> dict[str, Any]:
    """Put the day, the changes and the walks from the origins into the peer's form."""
    limits, depart_s = engine.limits, engine.world.depart_s
    end_s = depart_s + limits.max_minutes * 60
    starts = [
        {int(stop): depart_s + int(walks[stop]) + limits.min_board_wait_s for stop in near}
        for walks in accesses
        for near in [np.flatnonzero(walks < UNREACHED)]
    ]
    return {
        "stops": len(engine.stops.edge),
        "trips": list(_trips(engine.connections, depart_s, end_s)),
        "changes": list(_changes(engine.changes, limits.min_board_wait_s)),
        "wait": limits.min_board_wait_s,
        "starts": starts,
    }


def _trips(c: Connections, begin_s: int, end_s: int) -> Any:
    """Yield stops, arrivals, departures, may board, may alight of every run within the hours."""
    wanted = np.zeros(c.runs, np.bool_)
    wanted[c.run[(c.departure >= begin_s) & (c.departure <= end_s)]] = True
    rows = np.flatnonzero(wanted[c.run])
    rows = rows[np.argsort(c.run[rows], kind="stable")]
    for hops in np.split(rows, np.flatnonzero(np.diff(c.run[rows])) + 1):
        departures, arrivals = c.departure[hops].tolist(), c.arrival[hops].tolist()
        yield (
            [*c.from_stop[hops].tolist(), int(c.to_stop[hops[-1]])],
            [departures[0], *arrivals],
            [*departures, arrivals[-1]],
            [*((c.flags[hops] & CAN_BOARD) > 0).tolist(), False],
            [False, *((c.flags[hops] & CAN_ALIGHT) > 0).tolist()],
        )


def _changes(changes: Footpaths, wait_s: int) -> Any:
    source = np.repeat(np.arange(len(changes.first) - 1), np.diff(changes.first))
    rows = zip(source.tolist(), changes.target.tolist(), changes.change_s.tolist(), strict=True)
    for a, b, seconds in rows:
        if a != b:
            # The peer adds the wait of both stops to a walk.
            yield a, b, seconds - 2 * wait_s


def with_changes(at_stops: Int32, access_s: Int32, engine: Engine) -> Int32:
    """Return int32[stops]: when one can stand at a stop by any way, as the peer counts."""
    changes, limits = engine.changes, engine.limits
    source = np.repeat(np.arange(len(changes.first) - 1), np.diff(changes.first))
    there = at_stops[source].astype(np.int64) + changes.change_s - limits.min_board_wait_s
    best = np.minimum(at_stops, access_s.astype(np.int64) + engine.world.depart_s)
    np.minimum.at(best, changes.target, there)
    end_s = engine.world.depart_s + limits.max_minutes * 60
    return np.where(best <= end_s, best, UNREACHED).astype(np.int32)


def agreement(ours: Int32, theirs: Int32, end_s: int, tolerance_s: int = 60) -> dict[str, float]:
    """Return the shares of stops that both reach, and of those within a minute."""
    here, there = ours < UNREACHED, theirs <= end_s
    either, both = int((here | there).sum()), here & there
    near = np.abs(ours[both].astype(np.int64) - theirs[both]) <= tolerance_s
    return {
        "reached_by_both": int(both.sum()) / max(1, either),
        "within_a_minute": float(near.mean()) if near.size else 0.0,
        "ours": int(here.sum()),
        "theirs": int(there.sum()),
    }
