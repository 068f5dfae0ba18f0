from geo_matching.applications.models.application import Application, ApplicationMove
from geo_matching.applications.models.representative import LegalRepresentative

__all__ = ["Application", "ApplicationMove", "LegalRepresentative"]
