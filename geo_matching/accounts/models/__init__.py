from geo_matching.accounts.models.api_calls import CallCount, RepeatedAnswer
from geo_matching.accounts.models.partner import ApiToken, Partner, PartnerMember
from geo_matching.accounts.models.scope import TerritoryScope
from geo_matching.accounts.models.user import User

__all__ = [
    "ApiToken",
    "CallCount",
    "Partner",
    "PartnerMember",
    "RepeatedAnswer",
    "TerritoryScope",
    "User",
]
