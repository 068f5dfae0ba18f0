from offers.models.host import Host
from offers.models.offer import Audience, Offer, WorkingHours
from offers.models.site import PointPrecision, Site

__all__ = ["Audience", "Host", "Offer", "PointPrecision", "Site", "WorkingHours"]
