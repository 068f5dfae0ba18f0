"""Every door of the service."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("geo_matching.api.v1.urls")),
    path("", include("maps.urls")),
]
