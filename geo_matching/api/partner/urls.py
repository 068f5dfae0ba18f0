"""Addresses of the compatible API, version 2; a slash at the end is allowed, as it was."""

from django.urls import path, re_path, register_converter

from geo_matching.api.partner.login import Login
from geo_matching.api.partner.offers import OfferCollection, OneOffer
from geo_matching.api.partner.schools import SchoolSearch, SchoolsNearby
from geo_matching.api.partner.search import Search
from geo_matching.api.partner.sectors import Sectors
from geo_matching.api.partner.views import UnknownAddress


class RemoteId:
    """A partner's identifier: any text, slashes and line ends too."""

    regex = r"[\s\S]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RemoteId, "remote_id")
_OFFERS = "internship_offers"
# What the API's page shows.
documented = [
    path("auth/login", Login.as_view(), name="v2-login"),
    path(_OFFERS, OfferCollection.as_view(), name="v2-offers"),
    path(f"{_OFFERS}/search", Search.as_view(), {"remote_id": "search"}, name="v2-search"),
    path(f"{_OFFERS}/<remote_id:remote_id>", OneOffer.as_view(), name="v2-offer"),
    path("sectors", Sectors.as_view(), name="v2-sectors"),
    path("schools/search", SchoolSearch.as_view(), name="v2-school-search"),
    path("schools/nearby", SchoolsNearby.as_view(), name="v2-schools-nearby"),
]
urlpatterns = [
    path("auth/login/", Login.as_view()),
    path(f"{_OFFERS}/", OfferCollection.as_view()),
    path(f"{_OFFERS}/search/", Search.as_view(), {"remote_id": "search"}),
    path("sectors/", Sectors.as_view()),
    path("schools/search/", SchoolSearch.as_view()),
    path("schools/nearby/", SchoolsNearby.as_view()),
    *documented,
    re_path(r"^.+\Z", UnknownAddress.as_view()),
]
