"""The request of a view that `allowed` guards: somebody is signed in."""

from django.http import HttpRequest

from geo_matching.accounts.models import User


class SignedInRequest(HttpRequest):
    user: User  # type: ignore[assignment]
