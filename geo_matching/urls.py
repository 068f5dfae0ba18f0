"""Every door of the service."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from hijack.views import ReleaseUserView

from geo_matching.accounts.acting import act_as, erase_person
from geo_matching.accounts.permissions import public
from geo_matching.accounts.views.colleagues import by_link

# One way in: the admin site's own form knows neither lock-out nor second factor.
SIGN_IN = public(RedirectView.as_view(pattern_name="account_login", query_string=True))
# Of the library, only the way back: the way in asks for a reason first.
acting = ([path("fin/", public(ReleaseUserView.as_view()), name="release")], "hijack")

urlpatterns = [
    path("api/", include("geo_matching.api.urls")),
    path("compte/", include("geo_matching.accounts.urls")),
    path("admin/login/", SIGN_IN, name="admin_sign_in"),
    path("admin/agir/<int:pk>/", act_as, name="act_as"),
    path("admin/effacer/<int:pk>/", erase_person, name="erase_person"),
    path("admin/agir/", include(acting)),
    path("admin/", admin.site.urls),
    path("", include("offers.moderation.urls")),
    path("college/", include("geo_matching.applications.class_urls")),
    path("college/", include("geo_matching.schools.urls")),
    path("", include("geo_matching.applications.urls")),
    path("conventions/", include("geo_matching.applications.agreements.urls")),
    path("lien/collegue/<str:token>/", by_link, name="colleague_by_link"),
    path("lien/convention/", include("geo_matching.applications.agreements.link_urls")),
    path("avis/", include("geo_matching.applications.feedback.urls")),
    path("messages/", include("geo_matching.notifications.urls")),
    path("compte/api/", include("geo_matching.accounts.partner_urls")),
    path("structure/", include("offers.urls")),
    path("", include("maps.urls")),
]
