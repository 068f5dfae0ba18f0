"""Every door of the service."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("api/", include("geo_matching.api.urls")),
    path("admin/", admin.site.urls),
    path("college/", include("geo_matching.applications.class_urls")),
    path("college/", include("geo_matching.schools.urls")),
    path("", include("geo_matching.applications.urls")),
    path("", include("maps.urls")),
]
