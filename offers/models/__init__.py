from offers.models.favourite import Favourite
from offers.models.host import Host
from offers.models.nomenclature import NafSector, Nomenclature, Occupation
from offers.models.offer import Audience, Offer, WorkingHours
from offers.models.opinions import HostAnswers, OfferOpinions
from offers.models.partner_details import PartnerDetails
from offers.models.report import Decision, Ground, OfferReport
from offers.models.site import PointPrecision, Site
from offers.models.team import HostMember

__all__ = [
    "Audience",
    "Decision",
    "Favourite",
    "Ground",
    "Host",
    "HostAnswers",
    "HostMember",
    "NafSector",
    "Nomenclature",
    "Occupation",
    "Offer",
    "OfferOpinions",
    "OfferReport",
    "PartnerDetails",
    "PointPrecision",
    "Site",
    "WorkingHours",
]
