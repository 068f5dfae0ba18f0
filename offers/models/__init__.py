from offers.models.host import Host
from offers.models.nomenclature import NafSector, Nomenclature, Occupation
from offers.models.offer import Audience, Offer, WorkingHours
from offers.models.site import PointPrecision, Site

__all__ = [
    "Audience",
    "Host",
    "NafSector",
    "Nomenclature",
    "Occupation",
    "Offer",
    "PointPrecision",
    "Site",
    "WorkingHours",
]
