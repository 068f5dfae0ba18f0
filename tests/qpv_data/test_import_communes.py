"""Communes, départements and régions: both publishers' forms, contours, arrondissements, mergers."""

import gzip
import json
from io import StringIO

import pytest
from django.contrib.gis.geos import Point
from django.core.management import call_command

from geo_matching.common.models import ImportNotice
from qpv_data.models import Commune, Departement, Region, TerritoryContour
from qpv_data.queries import contour_of
from tests.common.bad_files import refusal
from tests.qpv_data.factories import make_commune
from tests.qpv_data.official_files import bow_tie, box

pytestmark = pytest.mark.django_db


def feature(code, name, coordinates=None, **properties):
    """A feature as contours-administratifs writes it; more properties, or API Géo's, by name."""
    geometry = {"type": "Polygon", "coordinates": coordinates or box(45.2, 5.7)}
    return {
        "type": "Feature",
        "properties": {"code": code, "nom": name, **properties},
        "geometry": geometry,
    }


def commune(code="38999", name="Valbourg", coordinates=None, **properties):
    return feature(code, name, coordinates, departement="38", region="84", epci="2", **properties)


def write(path, *features):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def run(*files, vintage="2026", apply=True, **options) -> str:
    out = StringIO()
    call_command(
        "import_communes", *map(str, files), vintage=vintage, apply=apply, stdout=out, **options
    )
    return out.getvalue()


def codes_and_subjects():
    return sorted(ImportNotice.objects.values_list("code", "subject", "territory"))


def test_a_commune_of_the_contours_comes_with_its_chain_and_its_contour(tmp_path):
    run(write(tmp_path / "communes-100m.geojson", commune()))
    row = Commune.objects.select_related("departement__academy", "departement__region").get()
    assert (row.code, row.name, row.vintage, row.parent) == ("38999", "Valbourg", 2026, None)
    assert (row.departement.academy.name, row.departement.region.code) == ("Grenoble", "84")
    contour = TerritoryContour.objects.get(level="commune")
    assert contour.geometry.covers(Point(5.701, 45.201, srid=4326))
    assert (contour.code, contour.departement_code) == ("38999", "38")
    assert contour_of("commune", "38999") == contour.geometry
    assert contour_of("departement", "38") is None


def test_api_geo_in_geojson_and_in_json_and_gzipped(tmp_path):
    properties = {"codeDepartement": "38", "codeRegion": "84", "codesPostaux": ["38990"]}
    as_geojson = write(tmp_path / "a.json", feature("38999", "Valbourg", **properties))
    run(as_geojson)
    centre = {"type": "Point", "coordinates": [5.702, 45.202]}
    contour = {"type": "Polygon", "coordinates": box(45.2, 5.7)}
    plain = {"code": "38999", "nom": "Valbourg", "departement": {"code": "38", "nom": "Isère"}}
    packed = tmp_path / "b.json.gz"
    packed.write_bytes(
        gzip.compress(json.dumps([{**plain, "centre": centre, "contour": contour}]).encode())
    )
    assert "communes: 0 added, 1 changed" in run(packed)
    assert Commune.objects.get().centre.coords == (5.702, 45.202)
    assert "Nothing to change" in run(packed)


def test_twice_changes_nothing_and_dry_run_writes_nothing(tmp_path):
    file = write(tmp_path / "c.geojson", commune())
    assert "Dry run" in run(file, apply=False)
    assert not Commune.objects.exists()
    run(file)
    assert "Nothing to change" in run(file)


def test_departements_regions_and_the_academie_made_of_them(tmp_path):
    codes = {"07": "Ardèche", "26": "Drôme", "38": "Isère", "73": "Savoie", "74": "Haute-Savoie"}
    departements = write(
        tmp_path / "departements.geojson",
        *(
            feature(code, name, box(45.0, 5.0 + n * 0.004), region="84")
            for n, (code, name) in enumerate(codes.items())
        ),
    )
    regions = write(tmp_path / "regions.geojson", feature("84", "Auvergne-Rhône-Alpes"))
    run(departements, regions)
    assert Departement.objects.count() == 5
    assert Region.objects.get().name == "Auvergne-Rhône-Alpes"
    academy = TerritoryContour.objects.get(level="academy", code="08")
    assert academy.geometry.extent == pytest.approx((5.0, 45.0, 5.02, 45.004))
    assert TerritoryContour.objects.filter(level="region", code="84").exists()
    assert "Nothing to change" in run(departements, regions)


def test_an_academie_that_is_not_whole_has_no_contour(tmp_path):
    run(write(tmp_path / "d.geojson", feature("38", "Isère", region="84")))
    assert not TerritoryContour.objects.filter(level="academy").exists()


def test_arrondissements_know_their_city_and_do_not_push_communes_out(tmp_path):
    lyon = feature("69123", "Lyon", departement="69", region="84")
    other = feature("69999", "Valbourg", departement="69", region="84")
    run(write(tmp_path / "communes.geojson", lyon, other))
    district = feature("69381", "Lyon 1er Arrondissement", codeDepartement="69", codeRegion="84")
    out = run(write(tmp_path / "arrondissements.geojson", district))
    assert Commune.objects.get(code="69381").parent.code == "69123"
    assert "0 removed" in out
    assert "notices" not in out
    assert TerritoryContour.objects.filter(level="commune").count() == 3


def test_an_arrondissement_without_its_city_is_told(tmp_path):
    run(write(tmp_path / "a.geojson", feature("75101", "Paris 1er", departement="75")))
    assert codes_and_subjects() == [("no_parent", "75101", "75")]


def test_a_commune_that_merged_is_kept_and_told(tmp_path):
    make_commune("38998", "Vieuxbourg")
    run(write(tmp_path / "c.geojson", commune()))
    assert Commune.objects.get(code="38998").vintage is None
    assert codes_and_subjects() == [("former_commune", "38998", "38")]


def test_a_delegated_commune_is_left_out_and_told(tmp_path):
    old = commune("38998", "Vieuxbourg", type="commune-deleguee", chefLieu="38999")
    run(write(tmp_path / "c.geojson", commune(), old))
    notice = ImportNotice.objects.get()
    assert (notice.code, notice.row, notice.subject) == ("former_commune", 2, "38998")
    assert "part of 38999" in notice.message


def test_an_invalid_contour_is_repaired_and_a_line_is_none(tmp_path):
    crossed = commune("38998", "Vieuxbourg", bow_tie(45.2, 5.7))
    line = commune("38997", "Hautbourg")
    line["geometry"] = {"type": "LineString", "coordinates": [[5.7, 45.2], [5.8, 45.2]]}
    run(write(tmp_path / "c.geojson", commune(), crossed, line))
    assert codes_and_subjects() == [
        ("broken_polygon", "38997", "38"),
        ("repaired_polygon", "38998", "38"),
    ]
    assert TerritoryContour.objects.count() == 2


def test_corsica_and_overseas(tmp_path):
    run(
        write(
            tmp_path / "c.geojson",
            feature("2A004", "Ajaccio", box(41.9, 8.7), departement="2A", region="94"),
            feature("97411", "Saint-Denis", box(-20.9, 55.4), departement="974", region="04"),
        )
    )
    assert set(Departement.objects.values_list("code", "region_id")) == {
        ("2A", "94"),
        ("974", "04"),
    }


def test_a_departement_restricts_what_is_written_removed_and_told(tmp_path):
    rhone = feature("69999", "Valbourg", departement="69", region="84")
    run(write(tmp_path / "all.geojson", commune(), commune("38998", "Vieuxbourg"), rhone))
    out = run(write(tmp_path / "new.geojson", commune(), rhone), departement=["069"])
    assert "Nothing to change" in out
    out = run(write(tmp_path / "new.geojson", commune()), departement=["38"])
    assert "contours: 0 added, 0 changed, 1 removed" in out
    assert set(TerritoryContour.objects.values_list("code", flat=True)) == {"38999", "69999"}


@pytest.mark.parametrize(
    ("features", "words"),
    [
        ([{"type": "Feature", "properties": {"insee": "x"}, "geometry": None}], "missing property"),
        ([feature("200040715", "Métropole")], "these are EPCI"),
        ([feature("2A", "Corse-du-Sud")], "missing property: region"),
        ([], "no feature"),
        ([feature("38999", "Valbourg", [[[913000.0, 6456000.0]] * 4])], "are not degrees"),
    ],
)
def test_what_is_no_list_of_territories_is_refused_in_one_line(tmp_path, features, words):
    line = refusal("import_communes", write(tmp_path / "x.geojson", *features), vintage="2026")
    assert line.startswith("x.geojson")
    assert words in line


def test_the_year_and_the_departement_are_checked(tmp_path):
    file = write(tmp_path / "c.geojson", commune())
    assert "--vintage is required" in refusal("import_communes", file)
    line = refusal("import_communes", file, vintage="2026", departement=["99"])
    assert "--departement 99" in line
