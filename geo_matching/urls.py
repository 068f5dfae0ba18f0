"""Every door of the service."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("geo_matching.api.urls")),
    path("", include("maps.urls")),
]
