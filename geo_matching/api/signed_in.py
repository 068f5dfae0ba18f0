"""Addresses that serve our own pages: asked with the session of somebody who may do an action."""

from typing import ClassVar

from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.throttling import UserRateThrottle

from geo_matching.accounts.permissions import may
from geo_matching.api.errors import ApiError
from geo_matching.api.views import ApiView


class SignedInView(ApiView):
    """A view that only reads, for accounts that may do `action`, so many times a minute each."""

    public = False
    required_action: ClassVar[str]
    authentication_classes = [SessionAuthentication]

    def check_permissions(self, request: Request) -> None:
        if not request.user:
            raise ApiError(401, "NOT_SIGNED_IN", "Connectez-vous pour continuer.")
        if not may(request.user, self.required_action):
            raise ApiError(403, "FORBIDDEN", "Votre compte ne permet pas cette action.")


class SearchThrottle(UserRateThrottle):
    """While somebody types: a question every quarter of a second."""

    scope, rate = "search", "240/min"


class EngineThrottle(UserRateThrottle):
    """Each question runs the engine."""

    scope, rate = "engine", "60/min"
