"""What a measurement is, and its two forms: JSON for machines, a table for people."""

import json
import platform
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Result:
    """One measured case; `baseline_s` is the same work done by the obvious means in the same run.

    Parameters
    ----------
    seconds : float or None
        None when the case was skipped or failed; `note` then says why.
    checked : str
        What was compared before any time was taken.
    best_s : float or None
        The quickest of the calls whose median `seconds` is: what a quiet machine would give.
    elsewhere : dict
        Peer -> seconds of the same work, measured on another day and machine.
    """

    case: str
    what: str
    status: str = "ok"
    seconds: float | None = None
    limit_s: float | None = None
    peak_mb: float | None = None
    limit_mb: float | None = None
    baseline_s: float | None = None
    baseline: str = ""
    checked: str = ""
    best_s: float | None = None
    elsewhere: dict[str, float] = field(default_factory=dict)
    size: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times faster than the baseline."""
        if not self.seconds or self.baseline_s is None:
            return None
        return self.baseline_s / self.seconds

    @property
    def within(self) -> bool | None:
        """Whether the limits that the project sets itself hold; None without one or the other."""
        if self.seconds is None or (self.limit_s is None and self.limit_mb is None):
            return None
        slow = self.limit_s is not None and self.seconds > self.limit_s
        big = self.limit_mb is not None and (self.peak_mb or 0) > self.limit_mb
        return not (slow or big)


def as_json(results: list[Result], cores: int) -> str:
    rows = [
        {**asdict(r), "ratio": r.ratio and round(r.ratio, 1), "within": r.within} for r in results
    ]
    machine = {"python": platform.python_version(), "system": platform.system(), "cores": cores}
    return json.dumps({"machine": machine, "results": rows}, indent=2, ensure_ascii=False)


def as_table(results: list[Result]) -> str:
    """Return one line a case: time and its limit, memory and its limit, ratio, verdict."""
    peers = sorted({peer for result in results for peer in result.elsewhere})
    known = [f"{peer}*" for peer in peers]
    head = (
        "case",
        "time",
        "best",
        "limit",
        "peak",
        "limit",
        "baseline",
        "faster",
        *known,
        "verdict",
    )
    lines = [head, *(_row(result, peers) for result in results)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    table = [
        "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)) for line in lines
    ]
    notes = [f"{r.case}: {r.status}: {r.note}" for r in results if r.note]
    if peers:
        notes.append("* measured elsewhere, on another day: not in this run")
    return "\n".join([*(line.rstrip() for line in table), *notes])


def _row(r: Result, peers: list[str]) -> tuple[str, ...]:
    verdict = {True: "within", False: "OVER", None: r.status}[r.within]
    ratio = f"x {r.ratio:.1f}" if r.ratio else "-"
    times = (_seconds(r.seconds), _seconds(r.best_s), _seconds(r.limit_s))
    memory = (_mb(r.peak_mb), _mb(r.limit_mb))
    known = (_seconds(r.elsewhere.get(peer)) for peer in peers)
    return (r.case, *times, *memory, _seconds(r.baseline_s), ratio, *known, verdict)


def _seconds(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.1f} s" if value >= 1 else f"{value * 1000:.1f} ms"


def _mb(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f} MB"
