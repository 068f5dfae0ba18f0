"""Opening a built network maps files: nothing is sorted, nothing is compiled."""

import pytest

from transit.network.network import open_folder
from transit.osm import geometry_kernels, linking

TOWN = """
point A 600 500
stop S1 700 500
stop S2 3000 500
line L1 S1    S2
  trip  08:05 08:10
"""
STREETS = "residential 0,500 600,500 3000,500"


def test_opening_needs_no_kernel(world, monkeypatch):
    built = world(TOWN, streets=STREETS).engine.network

    def refuse(*_):
        pytest.fail("a kernel ran")

    for module in (linking, geometry_kernels):
        monkeypatch.setattr(module, "list_cells", refuse)
    opened = open_folder(built.folder)
    assert opened.walks.index.grid.entry_cell.size > 0
    points = built.links.lat, built.links.lon
    assert opened.walks.link(*points).edge.tolist() == built.links.edge.tolist() != [-1, -1]
