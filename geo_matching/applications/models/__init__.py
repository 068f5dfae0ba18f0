from geo_matching.applications.models.agreement import (
    Agreement,
    AgreementMove,
    Party,
    Signature,
    SignedPaper,
    SigningLink,
)
from geo_matching.applications.models.application import Application, ApplicationMove
from geo_matching.applications.models.feedback import Feedback
from geo_matching.applications.models.representative import LegalRepresentative

__all__ = [
    "Agreement",
    "AgreementMove",
    "Application",
    "ApplicationMove",
    "Feedback",
    "LegalRepresentative",
    "Party",
    "Signature",
    "SignedPaper",
    "SigningLink",
]
