"""Addresses of the public API, version 1."""

from django.urls import path

from geo_matching.api.v1.addresses import Addresses
from geo_matching.api.v1.colleges import CollegeDetail, CollegeList
from geo_matching.api.v1.health import Health
from geo_matching.api.v1.isochrones import Isochrones
from geo_matching.api.v1.journeys import OfferJourney
from geo_matching.api.v1.offers import OfferDetail, OfferList, OfferMarkers
from geo_matching.api.v1.partner.bulk import BulkOffers
from geo_matching.api.v1.partner.own_offers import OwnOffers
from geo_matching.api.v1.reach import ReachView

# Described on the partners' own page, with the compatible API.
for_partners = [
    path("partner/offers/", OwnOffers.as_view(), name="partner-offers"),
    path("partner/offers/bulk/", BulkOffers.as_view(), name="partner-bulk"),
]
urlpatterns = [
    *for_partners,
    path("colleges/", CollegeList.as_view(), name="college-list"),
    path("colleges/<str:uai>/", CollegeDetail.as_view(), name="college-detail"),
    path("offers/", OfferList.as_view(), name="offer-list"),
    path("offers/markers/", OfferMarkers.as_view(), name="offer-markers"),
    path("offers/<int:pk>/", OfferDetail.as_view(), name="offer-detail"),
    path("offers/<int:pk>/journey/", OfferJourney.as_view(), name="offer-journey"),
    path("isochrones/", Isochrones.as_view(), name="isochrones"),
    path("addresses/", Addresses.as_view(), name="address-search"),
    path("reach/", ReachView.as_view(), name="reach"),
    path("health/", Health.as_view(), name="health"),
]
