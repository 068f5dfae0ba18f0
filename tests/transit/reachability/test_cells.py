"""Outlines of cells: drawn as text, and against shapely, which unites the boxes one by one."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from transit.reachability.areas import area_of, merge_cells
from transit.reachability.cells import earliest_in_cells, neighbours, trace_outlines

UNIT = (0.0, 0.0, 1.0, 1.0)
GRENOBLE = (5.724, 45.188, 0.00063, 0.00045)


def cells_of(drawing):
    """Cells (column, row) of the `#` of a drawing, its last line row 0."""
    lines = [line.strip() for line in drawing.split("/")][::-1]
    marked = [(c, r) for r, line in enumerate(lines) for c, mark in enumerate(line) if mark == "#"]
    return np.array(marked, np.int64).reshape(-1, 2)


def rings_of(area):
    """Numbers of points and signs of the areas of the rings of each polygon."""
    return [
        [(len(ring.coords) - 1, ring.is_ccw) for ring in (polygon.exterior, *polygon.interiors)]
        for polygon in area.geoms
    ]


@pytest.mark.parametrize(
    ("drawing", "expected"),
    [
        ("#", [[(4, True)]]),
        ("###", [[(4, True)]]),  # no point where nothing turns
        ("## / ##", [[(4, True)]]),
        ("#. / ##", [[(6, True)]]),
        ("#. / .#", [[(4, True)], [(4, True)]]),  # areas that share a corner only
        ("### / #.# / ###", [[(4, True), (4, False)]]),
        ("##. / #.# / ###", [[(6, True), (4, False)]]),  # closed by a corner: shell and hole touch
        ("#### / #.## / ##.# / ####", [[(4, True), (4, False), (4, False)]]),  # two holes touch
        (".#. / #.# / .#.", [[(4, True)]] * 4),
        ("##### / #...# / #.#.# / #...# / #####", [[(4, True), (4, False)], [(4, True)]]),
        ("##### / #...# / #.### / #..#. / #####", None),
    ],
)
def test_small_drawings(drawing, expected):
    cells = cells_of(drawing)
    area = merge_cells(cells, UNIT)
    assert area.is_valid, shapely.is_valid_reason(area)
    assert area.area == len(cells)
    if expected is not None:
        assert sorted(rings_of(area)) == sorted(expected)


def test_no_cell_no_area():
    area = area_of(trace_outlines(cells_of(""), neighbours(cells_of("")), np.ones(0, bool)), UNIT)
    assert area.as_geojson() == {"type": "MultiPolygon", "coordinates": ()}
    assert area.as_shapely().is_empty
    assert merge_cells(cells_of(""), UNIT).equals(shapely.MultiPolygon())


def united(cells, frame):
    """The area as it was made before outlines were traced: boxes, united as a coverage."""
    west, south, width, height = frame
    lines = [
        np.round(start + number * size, 6)
        for start, number, size in (
            (west, cells[:, 0], width),
            (south, cells[:, 1], height),
            (west, cells[:, 0] + 1, width),
            (south, cells[:, 1] + 1, height),
        )
    ]
    return shapely.MultiPolygon(
        list(shapely.get_parts(shapely.coverage_union_all(shapely.box(*lines))))
    )


blots = arrays(np.bool_, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=st.booleans())


@settings(max_examples=400, deadline=None)
@given(blots, st.sampled_from([UNIT, GRENOBLE]), st.tuples(st.integers(-9, 9), st.integers(-9, 9)))
def test_outlines_are_the_union_of_the_boxes(marked, frame, corner):
    rows, columns = np.nonzero(marked)
    cells = np.column_stack([columns + corner[0], rows + corner[1]])
    if not len(cells):
        return
    area, witness = merge_cells(cells[::-1], frame), united(cells, frame)
    assert area.is_valid, shapely.is_valid_reason(area)
    assert area.symmetric_difference(witness).area == 0
    assert len(area.geoms) == len(witness.geoms)
    assert sum(map(len, rings_of(area))) == sum(map(len, rings_of(witness)))
    for polygon in rings_of(area):
        assert [ccw for _, ccw in polygon] == [True] + [False] * (len(polygon) - 1)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.floats(0.1, 0.9), st.integers(0, 2**32 - 1))
def test_bands_of_one_grid_nest(size, share, seed):
    draw = np.random.default_rng(seed)
    rows, columns = np.nonzero(draw.random((size, size)) < share)
    cells = np.column_stack([columns, rows]).astype(np.int64)
    seconds = draw.integers(0, 100, len(cells))
    near = neighbours(cells)
    inner, outer = (
        area_of(trace_outlines(cells, near, seconds <= most), GRENOBLE) for most in (40, 80)
    )
    assert outer.as_shapely().is_valid
    assert inner.as_shapely().difference(outer.as_shapely()).is_empty
    whole = (
        united(cells[seconds <= 80], GRENOBLE) if (seconds <= 80).any() else shapely.MultiPolygon()
    )
    assert outer.as_shapely().symmetric_difference(whole).area == 0
    assert shapely.geometry.shape(outer.as_geojson()).equals(outer.as_shapely())


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(-4, 4), st.integers(-4, 4), st.floats(0, 99)), min_size=1, max_size=60
    )
)
def test_the_first_second_in_each_cell(points):
    column, row, seconds = (np.array(axis) for axis in zip(*points, strict=True))
    cells, least = earliest_in_cells(column, row, seconds.astype(float))
    expected = {}
    for c, r, second in points:
        expected[r, c] = min(second, expected.get((r, c), np.inf))
    assert [(r, c) for c, r in cells.tolist()] == sorted(expected)
    assert least.tolist() == [expected[cell] for cell in sorted(expected)]
