from offers.models.favourite import Favourite
from offers.models.host import Host
from offers.models.nomenclature import NafSector, Nomenclature, Occupation
from offers.models.offer import Audience, Offer, WorkingHours
from offers.models.partner_details import PartnerDetails
from offers.models.site import PointPrecision, Site
from offers.models.team import HostMember

__all__ = [
    "Audience",
    "Favourite",
    "Host",
    "HostMember",
    "NafSector",
    "Nomenclature",
    "Occupation",
    "Offer",
    "PartnerDetails",
    "PointPrecision",
    "Site",
    "WorkingHours",
]
