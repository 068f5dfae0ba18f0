"""The network of lines on paper, read from lines.toml."""

import tomllib
from pathlib import Path
from typing import NamedTuple

from geo_matching.demo.city.plan import Xy


class Via(NamedTuple):
    """A stop a line is planned by."""

    stop: str
    at: Xy


class Line(NamedTuple):
    """A line; headways in minutes on a school day, at the peak and between peaks."""

    name: str
    mode: str  # tram, bus
    colour: str
    vias: tuple[Via, ...]
    peak_min: int
    day_min: int
    spacing_m: float = 370.0
    evening: bool = False
    sunday: bool = True
    low_floor: bool = True


def _read() -> tuple[Line, ...]:
    plan = tomllib.loads((Path(__file__).parent / "lines.toml").read_text(encoding="utf-8"))
    stops = {name: Via(name, (at[0], at[1])) for name, at in plan["stops"].items()}
    return tuple(
        Line(vias=tuple(stops[name] for name in row.pop("stops")), **row) for row in plan["lines"]
    )


LINES = _read()
