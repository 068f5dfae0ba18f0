from geo_matching.accounts.models.access_request import AccessRequest
from geo_matching.accounts.models.activation import Activation
from geo_matching.accounts.models.scope import TerritoryScope
from geo_matching.accounts.models.user import User

__all__ = ["AccessRequest", "Activation", "TerritoryScope", "User"]
