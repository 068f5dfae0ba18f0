"""The transit engine; its names for users of r5py are loaded when they are first asked for."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from transit.r5py_like import (
        DetailedItineraries,
        Isochrones,
        TransportMode,
        TransportNetwork,
        TravelTimeMatrix,
    )

__all__ = [
    "DetailedItineraries",
    "Isochrones",
    "TransportMode",
    "TransportNetwork",
    "TravelTimeMatrix",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("transit.r5py_like"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
