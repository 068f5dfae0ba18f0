from qpv_data.models.college import College, EducationPriority
from qpv_data.models.qpv import Qpv
from qpv_data.models.territory import Academy, Commune, Departement, Region

__all__ = ["Academy", "College", "Commune", "Departement", "EducationPriority", "Qpv", "Region"]
