"""A grid city of avenues with headways, whose travel times are known without any timetable.

Every avenue has a line each way at a fixed headway of whole minutes. Who leaves at a random minute
waits 0 to headway - 1 minutes, each as likely, and the waits for lines whose headways have no
common divisor do not depend on each other: over a window of as many minutes as the product of the
headways every combination of waits comes exactly once. So the travel times of such a window are
those of all combinations, and their percentiles follow by counting.
"""

from dataclasses import dataclass
from itertools import product

from tests.transit.toy import clock

BLOCK = 5000  # paces between avenues: nobody walks from one to the next
DOOR = 60  # paces from a stop to the door of its crossing
WALK_MIN, BOARD_MIN = 1, 1
FIRST_S, LAST_S = 5 * 3600, 16 * 3600

Crossing = tuple[int, int]  # number of the avenue that runs north, of the one that runs east


@dataclass(frozen=True)
class GridCity:
    """Headways in minutes of the avenues that run north (by east) and east (by north)."""

    northward: tuple[int, ...]
    eastward: tuple[int, ...]
    north_min: int  # of ride from crossing to crossing
    east_min: int

    def text(self) -> str:
        """The city as a toy; the door of crossing (1, 2) is the point D1_2."""
        xs, ys = range(len(self.northward)), range(len(self.eastward))
        lines = []
        for x, y in product(xs, ys):
            lines.append(f"stop S{x}_{y} {x * BLOCK} {y * BLOCK}")
            lines.append(f"point D{x}_{y} {x * BLOCK + DOOR} {y * BLOCK}")
        for x in xs:
            stops = [f"S{x}_{y}" for y in ys]
            lines += self._avenue(f"N{x}", stops, self.northward[x], self.north_min)
        for y in ys:
            stops = [f"S{x}_{y}" for x in xs]
            lines += self._avenue(f"E{y}", stops, self.eastward[y], self.east_min)
        return "\n".join(lines)

    def _avenue(self, name: str, stops: list[str], headway: int, ride_min: int) -> list[str]:
        times = " ".join(clock(FIRST_S + 60 * ride_min * hop) for hop in range(len(stops)))
        repeat = f"every={60 * headway} from={clock(FIRST_S)} until={clock(LAST_S)}"
        trip = f"  trip {repeat} : {times}"
        return [
            f"line {name}A {' '.join(stops)}",
            trip,
            f"line {name}B {' '.join(reversed(stops))}",
            trip,
        ]

    def travel_times_min(self, start: Crossing, end: Crossing) -> list[int]:
        """Minutes of travel with at most two rides, of every combination of waits, ascending."""
        (x1, y1), (x2, y2) = start, end
        ride = abs(x1 - x2) * self.east_min + abs(y1 - y2) * self.north_min
        if x1 == x2 or y1 == y2:
            headway = self.northward[x1] if x1 == x2 else self.eastward[y1]
            fixed = 2 * WALK_MIN + BOARD_MIN + ride
            return sorted(fixed + wait for wait in range(headway))
        fixed = 2 * WALK_MIN + 2 * BOARD_MIN + ride
        ways = (
            (self.eastward[y1], self.northward[x2]),
            (self.northward[x1], self.eastward[y2]),
        )
        waits = product(*(range(headway) for way in ways for headway in way))
        return sorted(fixed + min(a + b, c + d) for a, b, c, d in waits)


def nearest_rank(ascending: list[int], p: int) -> int:
    return ascending[-(-p * len(ascending) // 100) - 1]
