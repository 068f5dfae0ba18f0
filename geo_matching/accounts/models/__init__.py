from geo_matching.accounts.models.scope import TerritoryScope
from geo_matching.accounts.models.user import User

__all__ = ["TerritoryScope", "User"]
