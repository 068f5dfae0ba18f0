from geo_matching.applications.models.application import (
    Application,
    ApplicationMove,
    ApplicationQuerySet,
)
from geo_matching.applications.models.click import PermalinkClicks
from geo_matching.applications.models.link import AnswerLink
from geo_matching.applications.models.message import HostMessage
from geo_matching.applications.models.representative import LegalRepresentative

__all__ = [
    "AnswerLink",
    "Application",
    "ApplicationMove",
    "ApplicationQuerySet",
    "HostMessage",
    "LegalRepresentative",
    "PermalinkClicks",
]
