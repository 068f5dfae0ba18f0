"""Pages and tiles."""

from django.urls import include, path

from maps import views

urlpatterns = [
    path("", views.pupil, name="pupil"),
    path("prof/", views.pupil, name="teacher"),
    path("territoire/", views.pupil, name="territory"),
    path("tiles/", include("maps.tiles.urls")),
]
