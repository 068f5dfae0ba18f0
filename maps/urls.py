"""Pages and tiles."""

from django.urls import include, path

from maps import offer_page, territory_views, views

urlpatterns = [
    path("", views.pupil, name="pupil"),
    path("prof/", views.teacher, name="teacher"),
    path("offres/<int:pk>/", offer_page.offer_page, name="offer_page"),
    path("territoire/", territory_views.territory, name="territory"),
    path("territoire/export.csv", territory_views.territory_csv, name="territory_csv"),
    path("territoire/export.geojson", territory_views.territory_geojson, name="territory_geojson"),
    path("tiles/", include("maps.tiles.urls")),
]
