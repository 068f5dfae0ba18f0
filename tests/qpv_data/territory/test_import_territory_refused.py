"""What import_territory refuses, in one line and without a trace in the database."""

from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from geo_matching.common.models import SourceState
from qpv_data.models import Qpv
from tests.common.bad_files import refusal
from tests.local_server import Reply
from tests.qpv_data.official_files import feature_2015, write_geojson
from tests.qpv_data.territory.world import run_territory, stored

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("source", "answer", "words"),
    [
        ("qpv_2024", Reply(body=b"<!DOCTYPE html><html>Maintenance</html>"), "a web page came"),
        ("qpv_2024", Reply(404), "the server answers 404"),
        ("qpv_2024", Reply(body=b'{"type": "FeatureCollection", "features": []}'), "no feature"),
        ("qpv_2015", Reply(body=b"PK\x03\x04 cut"), "broken zip"),
        ("colleges_geolocation", Reply(body=b"uai;nom\n0;1\n"), "published columns have changed"),
    ],
)
def test_one_bad_source_and_nothing_is_written(publisher, source, answer, words):
    publisher.answer(source, answer)
    line = refusal("import_territory", departement=["38"], apply=True, stdout=StringIO())
    assert words in line
    assert stored() == ([], [], 0)
    assert not SourceState.objects.exists()


def test_a_published_checksum_is_compared(publisher):
    wrong = {"checksum": {"type": "sha1", "value": "0" * 40}}
    publisher.describe("qpv_2024", **wrong)
    assert "checksum" in refusal("import_territory", departement=["38"], stdout=StringIO())


def test_many_removals_at_once_are_doubted(publisher, folder):
    features = [
        feature_2015(f"QP0389{number:02}", NOM_QP=f"Quartier {number}") for number in range(8)
    ]
    publisher.publish("qpv_2015", write_geojson(folder / "many.geojson", *features))
    run_territory()
    publisher.publish("qpv_2015", write_geojson(folder / "few.geojson", features[0]))
    line = refusal("import_territory", departement=["38"], apply=True, stdout=StringIO())
    assert "--accept-removals" in line
    assert Qpv.objects.of_vintage(2015).count() == 8
    run_territory(accept_removals=True)
    assert Qpv.objects.of_vintage(2015).count() == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "one of --departement CODE, --region CODE or --all"),
        ({"departement": ["38"], "all": True}, "one of --departement"),
        ({"departement": ["20"]}, "--departement 20: no such département"),
        ({"region": "99"}, "--region 99: no such région; known: 00 "),
        ({"departement": ["38"], "source": ["ipss"]}, "--source ipss: no importer reads it"),
        ({"departement": ["38"], "file": ["qpv_2024"]}, "--file 'qpv_2024': NAME=FILE"),
        ({"departement": ["38"], "file": ["qpv=x"]}, "no source 'qpv'"),
        ({"departement": ["38"], "from": "absent"}, "no such folder: absent"),
    ],
)
def test_wrong_arguments(options, words):
    assert words in refusal("import_territory", stdout=StringIO(), **options)


def test_two_at_once_are_refused(publisher):
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtext('import_territory'))")
        line = refusal("import_territory", departement=["38"], apply=True, stdout=StringIO())
        other.rollback()
    assert "another import_territory is running" in line


def test_the_error_code_is_the_one_of_bad_input(publisher):
    publisher.answer("qpv_2024", Reply(500))
    with pytest.raises(CommandError) as caught:
        call_command("import_territory", departement=["38"], stdout=StringIO())
    assert caught.value.returncode == 2
