"""The modes of transport that r5py names, and which routes of a feed belong to each."""

from collections.abc import Iterable
from enum import Enum

from transit.r5py_like.errors import ArgumentError


class TransportMode(Enum):
    """A way to move; `TRANSIT` stands for all public transport."""

    AIR = "AIR"
    BUS = "BUS"
    CABLE_CAR = "CABLE_CAR"
    FERRY = "FERRY"
    FUNICULAR = "FUNICULAR"
    GONDOLA = "GONDOLA"
    RAIL = "RAIL"
    SUBWAY = "SUBWAY"
    TRAM = "TRAM"
    TRANSIT = "TRANSIT"

    BICYCLE = "BICYCLE"
    CAR = "CAR"
    WALK = "WALK"

    BICYCLE_RENT = "BICYCLE_RENT"
    CAR_PARK = "CAR_PARK"

    @property
    def is_leg_mode(self) -> bool:
        """Whether it can bring a rider to and from the stops."""
        return self.is_street_mode or self in (TransportMode.BICYCLE_RENT, TransportMode.CAR_PARK)

    @property
    def is_street_mode(self) -> bool:
        """Whether it moves along streets."""
        return self in (TransportMode.BICYCLE, TransportMode.CAR, TransportMode.WALK)

    @property
    def is_transit_mode(self) -> bool:
        """Whether it is public transport."""
        return not self.is_leg_mode


_BASIC = {
    0: TransportMode.TRAM,
    1: TransportMode.SUBWAY,
    2: TransportMode.RAIL,
    3: TransportMode.BUS,
    4: TransportMode.FERRY,
    5: TransportMode.CABLE_CAR,
    6: TransportMode.GONDOLA,
    7: TransportMode.FUNICULAR,
    11: TransportMode.BUS,  # trolleybus
    12: TransportMode.RAIL,  # monorail
}
# Extended route types by their hundreds.
_EXTENDED = {
    1: TransportMode.RAIL,
    2: TransportMode.BUS,  # coach
    3: TransportMode.RAIL,  # suburban
    4: TransportMode.SUBWAY,  # urban railway
    5: TransportMode.SUBWAY,
    6: TransportMode.SUBWAY,
    7: TransportMode.BUS,
    8: TransportMode.BUS,  # trolleybus
    9: TransportMode.TRAM,
    10: TransportMode.FERRY,
    11: TransportMode.AIR,
    12: TransportMode.FERRY,
    13: TransportMode.GONDOLA,
    14: TransportMode.FUNICULAR,
}


def mode_of_route(route_type: int) -> TransportMode:
    """Return the mode of a GTFS `route_type`, basic or extended; anything else runs as a bus."""
    found = _BASIC.get(route_type) or _EXTENDED.get(route_type // 100)
    return found or TransportMode.BUS


def read_modes(modes: Iterable[TransportMode | str], argument: str) -> frozenset[TransportMode]:
    """Return the modes of an argument, given as such or by name.

    Raises
    ------
    ArgumentError
        For a mode that does not exist, or that this engine does not compute.
    """
    if isinstance(modes, (str, TransportMode)):
        raise ArgumentError(argument, f"expects a list of modes, such as [{modes!r}]")
    found = frozenset(_read_mode(mode, argument) for mode in modes)
    for mode in sorted(found, key=lambda one: one.value):
        if not (mode.is_transit_mode or mode is TransportMode.WALK):
            raise ArgumentError(
                argument,
                f"{mode.value} is not supported, only public transport and WALK are: leave it out",
            )
    return found


def _read_mode(mode: TransportMode | str, argument: str) -> TransportMode:
    try:
        return TransportMode(mode)
    except ValueError:
        names = ", ".join(one.value for one in TransportMode)
        raise ArgumentError(argument, f"{mode!r} is no mode; expected one of {names}") from None
