"""Every door of the service."""

from django.contrib import admin
from django.urls import include, path
from hijack.views import ReleaseUserView

from geo_matching.accounts.acting import act_as

# Of the library, only the way back: the way in asks for a reason first.
acting = ([path("fin/", ReleaseUserView.as_view(), name="release")], "hijack")

urlpatterns = [
    path("api/", include("geo_matching.api.urls")),
    path("admin/agir/<int:pk>/", act_as, name="act_as"),
    path("admin/agir/", include(acting)),
    path("admin/", admin.site.urls),
    path("", include("offers.urls")),
    path("", include("maps.urls")),
]
