"""Pages and tiles."""

from django.urls import include, path

from maps import territory_views, views

urlpatterns = [
    path("", views.pupil, name="pupil"),
    path("prof/", views.teacher, name="teacher"),
    path("territoire/", territory_views.territory, name="territory"),
    path("territoire/export.csv", territory_views.territory_csv, name="territory_csv"),
    path("territoire/export.geojson", territory_views.territory_geojson, name="territory_geojson"),
    path("tiles/", include("maps.tiles.urls")),
]
