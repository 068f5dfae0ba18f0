"""What a computation asks for: r5py's arguments and defaults, read into the engine's limits."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Any

from transit.limits import Limits
from transit.r5py_like.errors import ArgumentError
from transit.r5py_like.modes import TransportMode, read_modes

TWO_HOURS = timedelta(hours=2)
# R5's own rules, so that answers compare: transfers of at most 1 km, a minute before boarding.
TRANSFER_M = 1000.0
BOARD_WAIT_S = 60
Modes = Sequence[TransportMode | str]


@dataclass(frozen=True)
class Request:
    """The arguments that all computations share; speeds in km/h.

    What only concerns cycling and driving is taken and not used, because those modes are refused.

    Raises
    ------
    ArgumentError
        Naming the argument that is not supported or makes no sense.
    """

    departure: datetime = field(default_factory=datetime.now)
    departure_time_window: timedelta = timedelta(minutes=10)
    percentiles: Sequence[int] = (50,)
    transport_modes: Modes = (TransportMode.TRANSIT,)
    access_modes: Modes = (TransportMode.WALK,)
    egress_modes: Modes | None = None
    max_time: timedelta = TWO_HOURS
    max_time_walking: timedelta | None = TWO_HOURS
    max_time_cycling: timedelta | None = TWO_HOURS
    max_time_driving: timedelta | None = TWO_HOURS
    speed_walking: float = 3.6
    speed_cycling: float = 12.0
    max_public_transport_rides: int = 8
    max_bicycle_traffic_stress: int = 3
    breakdown: bool = False

    def __post_init__(self) -> None:
        self._check_modes()
        self._check_times()
        if not 0 < self.speed_walking <= 30:  # noqa: PLR2004 - nobody walks faster
            raise ArgumentError("speed_walking", "must lie in ]0, 30] km/h")
        if not 0 <= self.max_public_transport_rides <= 20:  # noqa: PLR2004 - memory grows with it
            raise ArgumentError("max_public_transport_rides", "must lie in 0..20")
        if self.breakdown:
            raise ArgumentError("breakdown", "is not supported: use DetailedItineraries")

    @classmethod
    def read(cls, arguments: dict[str, Any]) -> "Request":
        """Return the request of keyword arguments; a name that r5py does not know is an error."""
        known = [one.name for one in fields(cls)]
        for name in arguments:
            if name not in known:
                raise ArgumentError(name, f"is no argument here; known are {', '.join(known)}")
        return cls(**arguments)

    @property
    def modes(self) -> frozenset[TransportMode]:
        return read_modes(self.transport_modes, "transport_modes")

    @property
    def transit_modes(self) -> frozenset[TransportMode]:
        """Public transport asked for; empty when walking is all."""
        return frozenset(mode for mode in self.modes if mode.is_transit_mode)

    @property
    def day(self) -> date:
        return self.departure.date()

    @property
    def depart_s(self) -> int:
        """First departure in seconds of the service day."""
        return self.departure.hour * 3600 + self.departure.minute * 60 + self.departure.second

    @property
    def window_min(self) -> int:
        return int(self.departure_time_window.total_seconds() // 60)

    @property
    def limits(self) -> Limits:
        longest_s = int(self.max_time.total_seconds())
        walk = self.max_time if self.max_time_walking is None else self.max_time_walking
        walk_s = min(int(walk.total_seconds()), longest_s)
        return Limits(
            max_minutes=longest_s // 60,
            max_rides=self.max_public_transport_rides,
            walk_speed_kmh=self.speed_walking,
            max_walk_s=walk_s,
            max_transfer_walk_s=min(walk_s, int(TRANSFER_M / (self.speed_walking / 3.6))),
            max_direct_walk_s=walk_s,
            min_board_wait_s=BOARD_WAIT_S,
        )

    def _check_modes(self) -> None:
        if not self.modes:
            raise ArgumentError("transport_modes", "is empty: name TRANSIT, WALK or both")
        for name in ("access_modes", "egress_modes"):
            asked = getattr(self, name)
            if asked is not None and read_modes(asked, name) != {TransportMode.WALK}:
                raise ArgumentError(name, "only WALK is supported: leave the argument out")

    def _check_times(self) -> None:
        if not isinstance(self.departure, datetime):
            raise ArgumentError("departure", f"expects a datetime, not {self.departure!r}")
        if self.departure.tzinfo is not None:
            raise ArgumentError("departure", "must be the network's local time, without a zone")
        for name in ("max_time", "max_time_walking"):
            value = getattr(self, name)
            if value is not None and not timedelta(0) <= value <= timedelta(days=2):
                raise ArgumentError(name, f"must lie in 0..2 days, not {value}")
        if self.window_min < 1:
            raise ArgumentError("departure_time_window", "must be at least one minute")
        if not self.percentiles or any(not 1 <= p <= 100 for p in self.percentiles):  # noqa: PLR2004
            raise ArgumentError("percentiles", f"must lie in 1..100, not {self.percentiles}")
