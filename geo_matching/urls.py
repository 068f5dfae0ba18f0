"""Every door of the service."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from geo_matching.accounts.permissions import public

# One way in: the admin site's own form knows neither lock-out nor second factor.
SIGN_IN = public(RedirectView.as_view(pattern_name="account_login", query_string=True))

urlpatterns = [
    path("api/", include("geo_matching.api.urls")),
    path("compte/", include("geo_matching.accounts.urls")),
    path("admin/login/", SIGN_IN, name="admin_sign_in"),
    path("admin/", admin.site.urls),
    path("", include("maps.urls")),
]
