from geo_matching.accounts.models.access import AccessLog
from geo_matching.accounts.models.access_request import AccessRequest
from geo_matching.accounts.models.activation import Activation
from geo_matching.accounts.models.api_calls import CallCount, RepeatedAnswer
from geo_matching.accounts.models.departure import Departure
from geo_matching.accounts.models.partner import ApiToken, Partner, PartnerMember
from geo_matching.accounts.models.scope import TerritoryScope
from geo_matching.accounts.models.season import Season, current_season
from geo_matching.accounts.models.user import User

__all__ = [
    "AccessLog",
    "AccessRequest",
    "Activation",
    "ApiToken",
    "CallCount",
    "Departure",
    "Partner",
    "PartnerMember",
    "RepeatedAnswer",
    "Season",
    "TerritoryScope",
    "User",
    "current_season",
]
