"""QPV: both vintages apart, several communes, encodings, projections and compressed files."""

import gzip
import zipfile
from io import StringIO

import pytest
from django.core.management import call_command

from geo_matching.common.models import ImportNotice
from qpv_data.models import Qpv
from qpv_data.sources.qpv import read_qpv
from tests.common.bad_files import refusal
from tests.qpv_data.factories import make_qpv, point_at
from tests.qpv_data.official_files import box, feature_2015, feature_2024, write_geojson

pytestmark = pytest.mark.django_db


def run(file, vintage="2024", **options) -> str:
    out = StringIO()
    call_command("import_qpv", str(file), vintage=vintage, apply=True, stdout=out, **options)
    return out.getvalue()


def test_a_question_without_a_vintage_is_refused():
    for ask in (Qpv.objects.all, Qpv.objects.count, lambda: Qpv.objects.filter(code="QN03801N")):
        with pytest.raises(TypeError, match="needs a vintage"):
            ask()
    assert not hasattr(make_qpv().departement, "qpvs")


def test_the_latest_list_and_one_vintage():
    old, new = make_qpv(vintage=2015, code="QP038901"), make_qpv()
    assert Qpv.objects.of_latest_vintage().get() == new
    assert Qpv.objects.of_vintage(2015).covering(point_at(100, 100)).get() == old
    assert Qpv.objects.of_every_vintage().count() == 2


def test_without_any_list_the_latest_is_empty():
    assert not Qpv.objects.of_latest_vintage().exists()


def test_a_quarter_of_several_communes(tmp_path):
    feature = feature_2024(insee_com="38999, 38998", lib_com="Valbourg, Vieuxbourg")
    run(write_geojson(tmp_path / "qpv.geojson", feature))
    qpv = Qpv.objects.of_latest_vintage().get()
    assert (qpv.commune_codes, qpv.commune_names) == (["38999", "38998"], "Valbourg, Vieuxbourg")


def test_codes_of_the_other_vintage_in_one_file_are_left_out(tmp_path):
    run(write_geojson(tmp_path / "qpv.geojson", feature_2024(), feature_2024("QP038901")))
    assert Qpv.every_vintage.get().code == "QN03801N"
    notice = ImportNotice.objects.get()
    assert (notice.code, notice.subject, notice.territory) == ("other_vintage", "QP038901", "38")


def test_a_gzipped_file(tmp_path):
    plain = write_geojson(tmp_path / "qpv.geojson", feature_2024())
    packed = tmp_path / "qpv.geojson.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    run(packed)
    assert Qpv.objects.of_latest_vintage().count() == 1


def test_the_layer_of_the_whole_country_is_chosen_among_several_in_degrees(tmp_path):
    file, other = tmp_path / "qp.zip", tmp_path / "other.geojson"
    wanted = write_geojson(tmp_path / "wanted.geojson", feature_2024())
    write_geojson(other, feature_2024("QN03802N"))
    with zipfile.ZipFile(file, "w") as archive:
        archive.write(wanted, "QP2024_France_Hexagonale_Outre_Mer_WGS84.geojson")
        archive.write(other, "old/QP2024_France_Hexagonale_Outre_Mer_WGS84.geojson.md")
        archive.write(other, "QP2024_Polynesie_WGS84.geojson")
        archive.write(other, "QP2024_France_hexagonale_LB93.geojson")
    run(file)
    assert Qpv.objects.of_latest_vintage().get().code == "QN03801N"


def test_an_old_edition_in_latin_1_is_read_and_told(tmp_path):
    file = write_geojson(tmp_path / "qp.geojson", feature_2015(NOM_QP="Les Ecorces"))
    file.write_bytes(file.read_bytes().replace(b"Ecorces", "Écorces".encode("latin-1")))
    run(file, "2015")
    assert Qpv.objects.of_vintage(2015).get().name == "Les Écorces"
    assert ImportNotice.objects.get().code == "other_encoding"


def test_text_encoded_twice_is_read_once(tmp_path):
    twice = "Les Écorces".encode().decode("latin-1")
    run(write_geojson(tmp_path / "qp.geojson", feature_2015(NOM_QP=twice)), "2015")
    assert Qpv.objects.of_vintage(2015).get().name == "Les Écorces"


def test_metres_without_a_reference_system_are_refused(tmp_path):
    metres = {"type": "Polygon", "coordinates": box(6_456_000.0, 913_000.0, 300.0)}
    file = write_geojson(tmp_path / "qpv.geojson", feature_2024(geometry=metres))
    line = refusal("import_qpv", file, vintage="2024")
    assert "913000, 6456000 are not degrees" in line
    assert "WGS84" in line


def test_a_departement_restricts_what_is_written_and_removed(tmp_path):
    rhone = {"type": "Polygon", "coordinates": box(45.7, 4.9)}
    both = feature_2024(), feature_2024("QN06901N", insee_dep="69", geometry=rhone)
    file = write_geojson(tmp_path / "qpv.geojson", *both)
    assert "QPV: 1 added" in run(file, departement=["38"])
    assert "QPV: 1 added" in run(file)
    only = write_geojson(tmp_path / "new.geojson", feature_2024("QN03802N"))
    assert "1 added, 0 changed, 1 removed" in run(only, departement=["38"])
    assert set(Qpv.objects.of_latest_vintage().values_list("code", flat=True)) == {
        "QN03802N",
        "QN06901N",
    }


def test_notices_name_the_quarter_and_its_departement(tmp_path):
    run(
        write_geojson(
            tmp_path / "q.geojson", feature_2024(), feature_2024("QN03802N", geometry=None)
        )
    )
    notice = ImportNotice.objects.get()
    assert (notice.code, notice.subject, notice.territory) == ("no_polygon", "QN03802N", "38")


def test_the_official_layers_in_metres_and_in_degrees_agree(stages_data):
    """The same quarters of Isère, once from Lambert-93 and once from degrees."""
    folder = stages_data / "qpv/qpv2015_national_shp"
    run(folder / "QP_METROPOLE_LB93.shp", "2015", departement=["38"])
    lambert = {qpv.code: qpv for qpv in Qpv.objects.of_vintage(2015)}
    assert len(lambert) == 26
    run(folder / "QP_METROPOLEOUTREMER_WGS84_EPSG4326.shp", "2015", departement=["38"])
    for qpv in Qpv.objects.of_vintage(2015):
        assert qpv.contour.centroid.distance(lambert[qpv.code].contour.centroid) < 1e-5


@pytest.mark.parametrize(
    "layer",
    [
        "GUADELOUPE_WGS84_UTM20N",
        "GUYANE_RGF95_UTM22N",
        "LAREUNION_RGR92_UTM40S",
        "MARTINIQUE_WGS84_UTM20N",
        "MAYOTTE_RGM04_UTM38S",
        "POLYNESIEFRANCAISE_WGS84_EPSG4326",
        "STMARTIN_WGS84_UTM20N",
    ],
)
def test_each_overseas_layer_agrees_with_the_one_of_the_whole_country(stages_data, layer):
    folder = stages_data / "qpv/qpv2015_national_shp"
    local = read_qpv(folder / f"QP_{layer}.shp").rows
    country = read_qpv(folder / "QP_METROPOLEOUTREMER_WGS84_EPSG4326.shp").rows
    assert local
    for code, row in local.items():
        assert row.contour.centroid.distance(country[code].contour.centroid) < 1e-4, code
