"""Every door of the service."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("api/", include("geo_matching.api.urls")),
    path("admin/", admin.site.urls),
    path("conventions/", include("geo_matching.applications.agreements.urls")),
    path("lien/convention/", include("geo_matching.applications.agreements.link_urls")),
    path("avis/", include("geo_matching.applications.feedback.urls")),
    path("messages/", include("geo_matching.notifications.urls")),
    path("", include("maps.urls")),
]
