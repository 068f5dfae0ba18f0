"""Addresses of the vector tiles."""

from django.urls import path

from maps.tiles.mvt import tile

urlpatterns = [path("<slug:layer>/<slug:vintage>/<int:z>/<int:x>/<int:y>.mvt", tile, name="tile")]
