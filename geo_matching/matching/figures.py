"""The commute of one offer as people are told it: minutes rounded up, times of day."""

from dataclasses import dataclass


def minutes_up(seconds: int) -> int:
    """Return whole minutes, rounded up."""
    return -(-seconds // 60)


@dataclass(frozen=True, slots=True)
class CommuteFigures:
    """One collège, one offer, its worst day; all in seconds.

    `morning_s` runs from leaving the collège to the start of work, `evening_s` from its end to
    being back: waiting for the opening counts. `rides` and `walk_s` are the larger of the two ways.
    """

    start_s: int
    end_s: int
    morning_s: int
    evening_s: int
    commute_s: int
    rides: int
    walk_s: int

    @property
    def minutes(self) -> int:
        return max(self.morning, self.evening)

    @property
    def morning(self) -> int:
        return minutes_up(self.morning_s)

    @property
    def evening(self) -> int:
        return minutes_up(self.evening_s)

    @property
    def walk_minutes(self) -> int:
        return minutes_up(self.walk_s)

    @property
    def departure_s(self) -> int:
        """Latest time of leaving the collège, in seconds of the service day."""
        return self.start_s - self.morning_s

    @property
    def back_s(self) -> int:
        """Time of being back at the collège, in seconds of the service day."""
        return self.end_s + self.evening_s
