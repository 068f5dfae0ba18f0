"""The engine behind the names, arguments and result columns of r5py 1.x."""

from transit.r5py_like.isochrones import Isochrones
from transit.r5py_like.itineraries import DetailedItineraries
from transit.r5py_like.modes import TransportMode
from transit.r5py_like.network import TransportNetwork
from transit.r5py_like.travel_times import TravelTimeMatrix

__all__ = [
    "DetailedItineraries",
    "Isochrones",
    "TransportMode",
    "TransportNetwork",
    "TravelTimeMatrix",
]
