"""Every door of the service."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("api/", include("geo_matching.api.urls")),
    path("admin/", admin.site.urls),
    path("structure/", include("offers.urls")),
    path("", include("maps.urls")),
]
