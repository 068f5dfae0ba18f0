"""Priority neighbourhoods: contours of both vintages, plain or zipped, repaired and told."""

import shutil
import zipfile
from io import StringIO

import numpy as np
import pytest
import shapely
from django.core.management import call_command
from django.db import DatabaseError
from pyogrio.raw import write as write_shapes
from pyproj import Transformer

from geo_matching.common import versions
from geo_matching.common.models import ImportNotice, ImportRun
from geo_matching.common.tables import ModelTable
from qpv_data.models import Departement, Qpv
from tests.common.bad_files import refusal
from tests.qpv_data.official_files import (
    bow_tie,
    box,
    feature_2015,
    feature_2024,
    write_geojson,
)

pytestmark = pytest.mark.django_db


def run(file, vintage="2024", apply=True, **options) -> str:
    out = StringIO()
    call_command("import_qpv", str(file), vintage=vintage, apply=apply, stdout=out, **options)
    return out.getvalue()


def polygon(lat=45.2, lon=5.7):
    return {"type": "Polygon", "coordinates": box(lat, lon)}


def test_a_feature_of_2024_is_written_with_its_departement(tmp_path):
    run(write_geojson(tmp_path / "qpv.geojson", feature_2024()))
    qpv = Qpv.every_vintage.select_related("departement__academy").get()
    assert (qpv.code, qpv.vintage, qpv.name) == ("QN03801N", 2024, "Les Peupliers")
    assert (qpv.commune_names, qpv.departement.code) == ("Valbourg", "38")
    assert qpv.departement.academy.name == "Grenoble"
    assert qpv.contour.geom_type == "MultiPolygon"
    assert qpv.contour.extent == pytest.approx((5.7, 45.2, 5.704, 45.204))


def test_a_feature_of_2015_takes_its_departement_from_the_code(tmp_path):
    file = write_geojson(
        tmp_path / "qp.geojson",
        feature_2015("QP038901"),
        feature_2015("QP02A001", geometry=polygon(41.9, 8.7)),
        feature_2015("QP974001", geometry=polygon(-21.0, 55.4)),
    )
    run(file, "2015")
    assert set(Qpv.objects.of_vintage(2015).values_list("code", "departement_id")) == {
        ("QP038901", "38"),
        ("QP02A001", "2A"),
        ("QP974001", "974"),
    }


def test_dry_run_then_twice(tmp_path):
    file = write_geojson(tmp_path / "qpv.geojson", feature_2024())
    assert "Dry run" in run(file, apply=False)
    assert not Departement.objects.exists()
    run(file)
    assert "Nothing to change" in run(file)
    assert ImportRun.objects.get().vintage == "2024"
    assert versions.current("ranking") == 1


def test_an_invalid_polygon_is_repaired_with_a_notice(tmp_path):
    crossed = {"type": "Polygon", "coordinates": bow_tie(45.2, 5.7)}
    out = run(write_geojson(tmp_path / "qpv.geojson", feature_2024(geometry=crossed)))
    assert "repaired_polygon: 1" in out
    assert Qpv.every_vintage.get().contour.valid
    notice = ImportNotice.objects.get()
    assert (notice.file, notice.row) == ("qpv.geojson", 1)
    assert "Self-intersection" in notice.message


def test_lines_left_by_a_collection_are_dropped(tmp_path):
    mixed = {
        "type": "GeometryCollection",
        "geometries": [
            polygon(),
            {"type": "LineString", "coordinates": [[5.7, 45.2], [5.8, 45.2]]},
        ],
    }
    run(write_geojson(tmp_path / "qpv.geojson", feature_2024(geometry=mixed)))
    assert Qpv.every_vintage.get().contour.num_geom == 1


@pytest.mark.parametrize(
    ("feature", "code"),
    [
        (feature_2024("QN0380"), "bad_code"),
        (feature_2024("QN03802N", geometry=None), "no_polygon"),
        (
            feature_2024("QN03802N", geometry={"type": "Point", "coordinates": [5.7, 45.2]}),
            "no_polygon",
        ),
        (feature_2024("QN03802N", geometry=polygon(5.7, 45.2)), "outside_france"),
        (feature_2024("QN03802N", geometry=polygon(0, 0)), "outside_france"),
        (feature_2024("QN96002N", insee_dep="960"), "unknown_departement"),
        (feature_2024("QN03801N", lib_qp="Le Parc"), "duplicate_code"),
    ],
)
def test_a_bad_feature_is_left_out_with_a_notice(tmp_path, feature, code):
    file = write_geojson(tmp_path / "qpv.geojson", feature_2024(), feature)
    assert f"{code}: 1" in run(file)
    assert Qpv.every_vintage.get().name == "Les Peupliers"
    assert ImportNotice.objects.get().row == 2


def test_one_area_in_two_features_is_merged(tmp_path):
    second = feature_2024(geometry=polygon(45.3, 5.8))
    run(write_geojson(tmp_path / "qpv.geojson", feature_2024(), second))
    assert Qpv.every_vintage.get().contour.num_geom == 2


def test_removals_stay_inside_the_departements_of_the_file(tmp_path):
    elsewhere = feature_2024("QN06901N", insee_dep="69", geometry=polygon(45.7, 4.9))
    both = (feature_2024(), feature_2024("QN03802N", lib_qp="Le Parc"), elsewhere)
    run(write_geojson(tmp_path / "all.geojson", *both))
    out = run(write_geojson(tmp_path / "isere.geojson", feature_2024()))
    assert "1 removed" in out
    assert set(Qpv.every_vintage.values_list("code", flat=True)) == {"QN03801N", "QN06901N"}


def test_vintages_live_side_by_side(tmp_path):
    run(write_geojson(tmp_path / "a.geojson", feature_2024()))
    run(write_geojson(tmp_path / "b.geojson", feature_2015()), "2015")
    assert list(Qpv.every_vintage.order_by("vintage").values_list("vintage", flat=True)) == [
        2015,
        2024,
    ]


def test_the_vintage_is_required_and_must_fit_the_codes(tmp_path):
    file = write_geojson(tmp_path / "qpv.geojson", feature_2015())
    assert "--vintage is required" in refusal("import_qpv", file)
    assert "--vintage is required" in refusal("import_qpv", file, vintage="20244")
    line = refusal("import_qpv", file, vintage="2024", apply=True)
    assert "begins with QN" in line
    assert not Qpv.every_vintage.exists()


def test_a_zip_holding_geojson_under_any_name(tmp_path):
    plain = write_geojson(tmp_path / "wgs84.geojson", feature_2024())
    lambert = write_geojson(tmp_path / "lb93.geojson", feature_2024())
    file = tmp_path / "served_as.geojson"
    with zipfile.ZipFile(file, "w") as archive:
        archive.write(plain, "GEOJSON/QP2024_France_Hexagonale_Outre_Mer_WGS84.geojson")
        archive.write(lambert, "GEOJSON/QP2024_France_hexagonale_LB93.geojson")
    run(file)
    assert Qpv.every_vintage.count() == 1
    journal = ImportRun.objects.get()
    assert journal.files[0]["name"] == "served_as.geojson"


def test_a_layer_in_lambert_93_is_brought_to_degrees(tmp_path):
    to_lambert = Transformer.from_crs(4326, 2154, always_xy=True)
    ring = [list(to_lambert.transform(x, y)) for x, y in box(45.2, 5.7)[0]]
    feature = feature_2024(geometry={"type": "Polygon", "coordinates": [ring]})
    run(write_geojson(tmp_path / "lb93.geojson", feature, crs="urn:ogc:def:crs:EPSG::2154"))
    assert Qpv.every_vintage.get().contour.extent == pytest.approx(
        (5.7, 45.2, 5.704, 45.204), abs=1e-6
    )


def test_a_shapefile_in_a_zip(tmp_path):
    folder = tmp_path / "SHP"
    folder.mkdir()
    write_shapes(
        folder / "QP_WGS84.shp",
        shapely.to_wkb([shapely.box(5.7, 45.2, 5.704, 45.204)]),
        [np.array([text], dtype=object) for text in ("QP038901", "Les Érables", "Valbourg")],
        ["CODE_QP", "NOM_QP", "COMMUNE_QP"],
        geometry_type="Polygon",
        crs="EPSG:4326",
        encoding="UTF-8",
    )
    file = shutil.make_archive(str(tmp_path / "shp"), "zip", tmp_path, "SHP")
    run(file, "2015")
    assert Qpv.every_vintage.get().name == "Les Érables"


def test_a_failure_in_the_middle_leaves_nothing(tmp_path, monkeypatch):
    whole = ModelTable.write

    def fail_on_qpv(table, diff):
        whole(table, diff)
        if table.label == "QPV":
            raise DatabaseError("disk full")

    monkeypatch.setattr(ModelTable, "write", fail_on_qpv)
    with pytest.raises(DatabaseError):
        run(write_geojson(tmp_path / "qpv.geojson", feature_2024()))
    assert not Departement.objects.exists()
    assert not Qpv.every_vintage.exists()
    assert not ImportRun.objects.exists()


def test_the_official_list_of_2015(stages_data):
    file = stages_data / "qpv/qpv2015_france_wgs84.geojson"
    out = run(file, "2015")
    assert Qpv.every_vintage.count() == 1514
    assert "repaired_polygon: 32" in out
    assert "Nothing to change" in run(file, "2015")


def test_a_list_of_centroids_is_not_contours(stages_data):
    file = stages_data / "qpv/qpv2024_liste_par_commune_centroides.geojson"
    assert "no usable polygon" in refusal("import_qpv", file, vintage="2024")
