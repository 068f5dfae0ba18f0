from qpv_data.models.address import Address, Street
from qpv_data.models.college import College, EducationPriority
from qpv_data.models.qpv import Qpv
from qpv_data.models.quality import NoticeDecision, QualityNotice
from qpv_data.models.territory import Academy, Commune, Departement, Region, TerritoryContour
from qpv_data.models.yearly import Headcount, PriorityLabel, SocialIndex

__all__ = [
    "Academy",
    "Address",
    "College",
    "Commune",
    "Departement",
    "EducationPriority",
    "Headcount",
    "NoticeDecision",
    "PriorityLabel",
    "Qpv",
    "QualityNotice",
    "Region",
    "SocialIndex",
    "Street",
    "TerritoryContour",
]
