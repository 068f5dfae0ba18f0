"""The API's page, its schema, and its versions."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from geo_matching.accounts.permissions import public
from geo_matching.api.views import UnknownAddress

urlpatterns = [
    # The split view keeps its script in an address of its own: no inline script to allow.
    path("", public(SpectacularSwaggerSplitView.as_view(url_name="api-schema")), name="api-page"),
    path("schema/", public(SpectacularAPIView.as_view()), name="api-schema"),
    path("v1/", include("geo_matching.api.v1.urls")),
    re_path(r"^.+/$", UnknownAddress.as_view()),
]
