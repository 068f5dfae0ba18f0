"""At most five classes of seats, from the fewest to the most, for a map and its legend."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

CLASSES = 5


@dataclass(frozen=True, slots=True)
class SeatClass:
    """Seats from `low` to `high`, both included (`high` None: and more), and how many places."""

    index: int
    low: int
    high: int | None
    count: int

    @property
    def label(self) -> str:
        if self.high is None:
            return f"{self.low} et plus"
        return str(self.low) if self.low == self.high else f"{self.low} à {self.high}"


def class_starts(seats: Sequence[int]) -> list[int]:
    """Return the first number of seats of each class, ascending from 0.

    Natural breaks: the classes whose members differ least from their mean, so that the gap between
    the badly and the well served falls between two classes. Each class then begins at the
    roundest number that keeps its members.
    """
    values = sorted(seats)
    cuts = _natural_breaks(values, min(CLASSES, len(set(values))))
    return [0, *(roundest(values[cut - 1], values[cut]) for cut in cuts)]


def class_of(seats: int, starts: Sequence[int]) -> int:
    """Return the index of the class, 0 = the fewest seats."""
    return bisect_right(starts, seats) - 1


def seat_classes(seats: Sequence[int]) -> list[SeatClass]:
    """Return the classes of these numbers of seats, with how many fall in each."""
    starts = class_starts(seats)
    found = [class_of(value, starts) for value in seats]
    ends: list[int | None] = [start - 1 for start in starts[1:]]
    return [
        SeatClass(index, start, end, found.count(index))
        for index, (start, end) in enumerate(zip(starts, [*ends, None], strict=True))
    ]


def roundest(above: int, upto: int) -> int:
    """Return the number in (above, upto] with the fewest telling digits: 400 for 109 and 459."""
    step = 10 ** len(str(upto))
    while step > 1 and upto - upto % step <= above:
        step //= 10
    return upto - upto % step


def _natural_breaks(values: Sequence[int], classes: int) -> list[int]:
    """Return where the 2nd, 3rd ... class begins in ascending values (Fisher's exact method)."""
    count = len(values)
    sums, squares = [0.0], [0.0]
    for value in values:
        sums.append(sums[-1] + value)
        squares.append(squares[-1] + value * value)

    def spread(first: int, end: int) -> float:
        total = sums[end] - sums[first]
        return squares[end] - squares[first] - total * total / (end - first)

    # best[end] = (least spread of the first `end` values, where each class but the first begins)
    best: list[tuple[float, list[int]]] = [(0.0, [])]
    best += [(spread(0, end), []) for end in range(1, count + 1)]
    for used in range(1, classes):
        nearer = list(best)
        for end in range(used + 1, count + 1):
            nearer[end] = (
                min(
                    (best[cut][0] + spread(cut, end), [*best[cut][1], cut])
                    for cut in range(used, end)
                    if values[cut - 1] < values[cut]
                )
                if values[used - 1] < values[end - 1]
                else best[end]
            )
        best = nearer
    return best[count][1]
