"""The limits of a question about travel times, with the defaults of the service."""

from dataclasses import dataclass, fields

from geo_matching.common.errors import InputError

LONGEST_DAY_S = 172_800


@dataclass(frozen=True, slots=True)
class Limits:
    """How far, how often and how fast; walks in seconds, the speed in km/h.

    Raises
    ------
    InputError
        When a limit is negative or makes no sense.
    """

    max_minutes: int = 90
    max_rides: int = 4
    walk_speed_kmh: float = 4.5
    max_walk_s: int = 1200
    max_transfer_walk_s: int = 600
    max_direct_walk_s: int = 2400
    min_board_wait_s: int = 60
    wheelchair: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.walk_speed_kmh <= 30:  # noqa: PLR2004 - nobody walks faster
            raise InputError(f"walk_speed_kmh must lie in ]0, 30], not {self.walk_speed_kmh}")
        if not 0 <= self.max_rides <= 20:  # noqa: PLR2004 - memory grows with it
            raise InputError(f"max_rides must lie in 0..20, not {self.max_rides}")
        for field in fields(self):
            value = getattr(self, field.name)
            if not 0 <= value <= LONGEST_DAY_S:
                raise InputError(f"{field.name} must lie in 0..{LONGEST_DAY_S}, not {value}")

    @property
    def speed_ms(self) -> float:
        return self.walk_speed_kmh / 3.6

    def metres_in(self, seconds: int) -> float:
        """Return how far one walks in so many seconds."""
        return seconds * self.speed_ms
