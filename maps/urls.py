"""Pages and tiles."""

from django.urls import include, path

from maps import offer_page, site_views, territory_views, views

urlpatterns = [
    path("", site_views.home, name="home"),
    path("stages/", views.pupil, name="pupil"),
    path("prof/", views.teacher, name="teacher"),
    path("offres/<int:pk>/", offer_page.offer_page, name="offer_page"),
    path("territoire/", territory_views.territory, name="territory"),
    path("territoire/export.csv", territory_views.territory_csv, name="territory_csv"),
    path("territoire/export.geojson", territory_views.territory_geojson, name="territory_geojson"),
    path("aide/", site_views.help_page, name="help"),
    path("contact/", site_views.contact, name="contact"),
    path("mentions-legales/", site_views.legal, name="legal"),
    path("donnees-personnelles/", site_views.privacy, name="privacy"),
    path("accessibilite/", site_views.accessibility, name="accessibility"),
    path("tiles/", include("maps.tiles.urls")),
]
