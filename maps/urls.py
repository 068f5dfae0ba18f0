"""Pages and tiles."""

from django.urls import include, path

urlpatterns = [
    path("tiles/", include("maps.tiles.urls")),
]
