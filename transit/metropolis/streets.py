"""Writes the streets of the metropolis as an OSM file: a grid of blocks, a little out of line."""

import math
import random
from pathlib import Path

import osmium

from transit.metropolis.places import to_degrees
from transit.metropolis.plan import Plan

# Side of a block unless told otherwise; a stop is never farther from a street than half of it
# and what is out of line.
BLOCK_M = 250.0
OUT_OF_LINE_M = 30.0
# Every so manieth street is a main one.
MAIN = 8
Crossing = tuple[int, int]


def write_streets(plan: Plan, seed: int, out: Path, block_m: float = BLOCK_M) -> int:
    """Write the street file; return the number of crossings."""
    dice = random.Random(seed + 2)
    farthest_m = max(math.hypot(stop.x_m, stop.y_m) for stop in plan.stops)
    reach = math.ceil(farthest_m / block_m) + 1
    numbers: dict[Crossing, int] = {}
    with osmium.SimpleWriter(str(out), overwrite=True) as writer:
        for row in range(-reach, reach + 1):
            for column in range(-reach, reach + 1):
                if math.hypot(row, column) <= reach:
                    numbers[column, row] = len(numbers) + 1
                    lat, lon = to_degrees(
                        column * block_m + dice.uniform(-OUT_OF_LINE_M, OUT_OF_LINE_M),
                        row * block_m + dice.uniform(-OUT_OF_LINE_M, OUT_OF_LINE_M),
                    )
                    node = osmium.osm.mutable.Node(id=len(numbers), location=(lon, lat))
                    writer.add_node(node)
        ways = [(axis, k) for axis in (0, 1) for k in range(-reach, reach + 1)]
        for number, (axis, k) in enumerate(ways, start=1):
            crossings = ((k, i) if axis else (i, k) for i in range(-reach, reach + 1))
            nodes = [numbers[one] for one in crossings if one in numbers]
            if len(nodes) > 1:
                kind = "secondary" if k % MAIN == 0 else "residential"
                tags = {"highway": kind, "name": f"{'Rue' if axis else 'Avenue'} {k + reach + 1}"}
                writer.add_way(osmium.osm.mutable.Way(id=number, nodes=nodes, tags=tags))
    return len(numbers)
