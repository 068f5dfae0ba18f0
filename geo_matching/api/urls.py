"""The API's page, its schema, and its versions."""

from functools import partial

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from geo_matching.accounts.permissions import public
from geo_matching.api.partner import urls as v2
from geo_matching.api.v1 import urls as v1
from geo_matching.api.views import UnknownAddress

_PARTNERS = {
    "TITLE": "Stages de 3e\u202f: API des partenaires",
    "PREPROCESSING_HOOKS": [],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "geo_matching.api.schema_hooks.partner_schema",
    ],
}
partner_schema = SpectacularAPIView.as_view(
    patterns=[
        path("api/v2/", include(v2.documented)),
        path("api/v1/", include(v1.for_partners)),
    ],
    custom_settings=_PARTNERS,
)
# The split view keeps its script in an address of its own: no inline script to allow.
_page = partial(SpectacularSwaggerSplitView.as_view, template_name="maps/api.html")
partner_page = _page(url_name="partner-schema", title=_PARTNERS["TITLE"])
urlpatterns = [
    path("", public(_page(url_name="api-schema")), name="api-page"),
    path("schema/", public(SpectacularAPIView.as_view()), name="api-schema"),
    path("partenaires/", public(partner_page), name="partner-page"),
    path("partenaires/schema/", public(partner_schema), name="partner-schema"),
    path("v2/", include("geo_matching.api.partner.urls")),
    path("v1/", include("geo_matching.api.v1.urls")),
    re_path(r"^.+/$", UnknownAddress.as_view()),
]
