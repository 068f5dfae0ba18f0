from offers.models.day import OfferDay
from offers.models.draft import OfferDraft
from offers.models.favourite import Favourite
from offers.models.host import Host
from offers.models.invitation import HostInvitation
from offers.models.nomenclature import NafSector, Nomenclature, Occupation
from offers.models.offer import Audience, Offer, WorkingHours
from offers.models.opinions import HostAnswers, OfferOpinions
from offers.models.partner_details import PartnerDetails
from offers.models.report import Decision, Ground, OfferReport
from offers.models.revision import OfferRevision
from offers.models.site import PointPrecision, Site
from offers.models.team import HostMember

__all__ = [
    "Audience",
    "Decision",
    "Favourite",
    "Ground",
    "Host",
    "HostAnswers",
    "HostInvitation",
    "HostMember",
    "NafSector",
    "Nomenclature",
    "Occupation",
    "Offer",
    "OfferDay",
    "OfferDraft",
    "OfferOpinions",
    "OfferReport",
    "OfferRevision",
    "PartnerDetails",
    "PointPrecision",
    "Site",
    "WorkingHours",
]
