from geo_matching.applications.models.agreement import (
    Agreement,
    AgreementMove,
    Party,
    Signature,
    SignedPaper,
    SigningLink,
)
from geo_matching.applications.models.application import (
    Application,
    ApplicationMove,
    ApplicationQuerySet,
)
from geo_matching.applications.models.click import PermalinkClicks
from geo_matching.applications.models.feedback import Feedback
from geo_matching.applications.models.link import AnswerLink
from geo_matching.applications.models.message import ApplicationMessage
from geo_matching.applications.models.representative import LegalRepresentative

__all__ = [
    "Agreement",
    "AgreementMove",
    "AnswerLink",
    "Application",
    "ApplicationMessage",
    "ApplicationMove",
    "ApplicationQuerySet",
    "Feedback",
    "LegalRepresentative",
    "Party",
    "PermalinkClicks",
    "Signature",
    "SignedPaper",
    "SigningLink",
]
