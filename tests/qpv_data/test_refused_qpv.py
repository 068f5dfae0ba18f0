"""Files of contours that cannot be used are refused in one line."""

import zipfile

import pytest

from tests.common.bad_files import UNUSABLE, refusal

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_file_of_another_kind_is_refused_in_one_line(tmp_path, name):
    make, words = UNUSABLE[name]
    path = make(tmp_path)
    line = refusal("import_qpv", path, vintage="2024")
    assert words in line
    assert path.name in line


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"type": "FeatureCollection", "features": [', "broken JSON at character"),
        ('{"type": "Feature"}', "not a GeoJSON FeatureCollection"),
        ("[1, 2]", "not a GeoJSON FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "no feature"),
        ('{"type": "FeatureCollection", "features": [3]}', "row 1: a feature without properties"),
        (
            '{"type": "FeatureCollection", "features": [{"properties": {"nom": "x"}}]}',
            "missing property code_qp",
        ),
        (
            (
                '{"type": "FeatureCollection", "features": [{"properties": {"code_qp": "QN03801N", '
                '"lib_qp": "x"}, "geometry": {"type": "Polygon", "coordinates": [[1]]}}]}'
            ),
            "unreadable geometry",
        ),
        (
            (
                '{"type": "FeatureCollection", "crs": {"properties": {"name": "lune"}}, '
                '"features": []}'
            ),
            "unknown reference system",
        ),
        ("code,name\n", "JSON was expected"),
    ],
)
def test_broken_contours_are_refused_in_one_line(tmp_path, content, words):
    path = tmp_path / "qpv.geojson"
    path.write_text(content, encoding="utf-8")
    line = refusal("import_qpv", path, vintage="2024")
    assert line.startswith("qpv.geojson")
    assert words in line


def test_a_broken_zip(tmp_path):
    file = tmp_path / "qpv.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("qpv.geojson", "x" * 5000)
    file.write_bytes(file.read_bytes()[:60])
    assert "broken zip" in refusal("import_qpv", file, vintage="2024")
