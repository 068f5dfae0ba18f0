"""One command a territory: all sources or nothing, dry run exact, twice is once."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from geo_matching.common.download import downloader_from_settings
from geo_matching.common.models import ImportRun, SourceState
from qpv_data.importers import IMPORTERS, chosen_importers, school_year
from qpv_data.management.commands import import_territory
from qpv_data.models import College, Commune, Qpv
from qpv_data.scope import scope_of
from qpv_data.territory_import import load_importer
from qpv_data.uai import uai_letter
from tests.common.bad_files import refusal
from tests.local_server import LocalServer, Reply
from tests.qpv_data.official_files import UAI_A, UAI_B, located_row, write_table
from tests.qpv_data.territory_world import RHONE_UAI, Publisher, write_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "world").mkdir()
    return write_world(tmp_path / "world")


@pytest.fixture
def publisher(folder, settings, tmp_path, monkeypatch):
    def hasty(say):
        return replace(downloader_from_settings(say), sleep=lambda _seconds: None)

    monkeypatch.setattr(import_territory, "downloader_from_settings", hasty)
    with LocalServer() as server:
        made = Publisher(server, folder)
        settings.SOURCE_BASES = made.bases
        settings.DOWNLOADS_DIR = tmp_path / "downloads"
        settings.DOWNLOAD_CONTACT = "contact@stages.example"
        yield made


def run(**options) -> str:
    out = StringIO()
    where = {} if {"region", "all"} & set(options) else {"departement": ["38"]}
    call_command("import_territory", **{**where, "apply": True, **options}, stdout=out)
    return out.getvalue()


def stored() -> tuple:
    return (
        sorted(College.objects.values_list("uai", "priority", "priority_year", "is_open")),
        sorted(Qpv.objects.values_list("code", "vintage")),
        sorted(Commune.objects.values_list("code", flat=True)),
        ImportRun.objects.count(),
    )


def test_a_departement_is_imported_whole_and_twice_is_once(publisher):
    out = run(who="DSDEN de l'Isère")
    assert "Written in one transaction" in out
    autumn = 2026
    assert stored() == (
        [(UAI_A, "rep+", autumn, True), (UAI_B, "none", autumn, True)],
        [("QN03801N", 2024), ("QP038901", 2015)],
        ["38999"],
        3,
    )
    before = stored()
    again = run()
    assert "No change" in again
    assert "unchanged since the last download" in again
    assert stored() == before


def test_notices_are_counted_by_code_with_examples(publisher):
    out = run()
    assert "no_point: 1" in out or "no_coordinates: 1" in out, out
    assert UAI_B in out


def test_the_journal_keeps_source_licence_vintage_and_who(publisher):
    run(who="DSDEN de l'Isère")
    journal = ImportRun.objects.get(source="qpv_2024")
    assert (journal.territory, journal.vintage, journal.who) == (
        "departement 38",
        "2024",
        "DSDEN de l'Isère",
    )
    assert journal.licence == "Licence Ouverte 2.0"
    assert len(journal.sha256) == 64
    assert journal.added == 1
    assert "contact@stages.example" in publisher.server.requests[0].headers["User-Agent"]
    assert SourceState.objects.get(source="colleges").rows[-1] == ["collèges", 2]


def test_a_dry_run_counts_what_apply_does_and_writes_nothing(publisher):
    def summary(text):
        return [line for line in text.splitlines() if line.endswith("notices")]

    dry = run(apply=False)
    assert "Dry run: nothing was written" in dry
    assert stored() == ([], [], [], 0)
    assert not SourceState.objects.exists()
    assert summary(run()) == summary(dry)


def test_a_territory_never_touches_another(publisher, folder):
    run(departement=["38", "69"])
    assert RHONE_UAI in College.objects.open().values_list("uai", flat=True)
    publisher.publish(
        "colleges_geolocation",
        write_table(folder / "less.csv", [located_row()]),
    )
    run()
    assert set(College.objects.open().values_list("uai", flat=True)) == {UAI_A, RHONE_UAI}
    assert Qpv.objects.of_vintage(2024).count() == 2


def test_a_region_and_all_of_france(publisher):
    run(region="84")
    assert set(College.objects.values_list("uai", flat=True)) == {UAI_A, UAI_B, RHONE_UAI}
    assert SourceState.objects.get(source="qpv_2015").territory == "region 84"
    run(all=True)
    assert SourceState.objects.get(source="qpv_2015").territory == "france"


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
    assert stored() == ([], [], [], 0)
    assert not SourceState.objects.exists()


def test_a_published_checksum_is_compared(publisher):
    wrong = {"checksum": {"type": "sha1", "value": "0" * 40}}
    publisher.describe("qpv_2024", **wrong)
    assert "checksum" in refusal("import_territory", departement=["38"], stdout=StringIO())


def test_a_source_that_may_be_missing_is_left_out(publisher):
    publisher.answer("priority_schools", Reply(404))
    assert "priority_schools: left out" in run()
    assert set(College.objects.values_list("priority", flat=True)) == {"none"}


def test_a_folder_stands_for_all_sources(folder, settings, tmp_path):
    settings.SOURCE_BASES = {"education": "http://127.0.0.1:9"}
    run(**{"from": folder})
    assert College.objects.count() == 2
    (folder / "qpv_2015.geojson").unlink()
    line = refusal("import_territory", departement=["38"], **{"from": folder}, stdout=StringIO())
    assert "no file for qpv_2015" in line


def test_one_file_and_one_vintage_may_be_given(publisher, tmp_path):
    mine = write_table(tmp_path / "mine.csv", [{"uai": UAI_B, "label": "REP"}])
    run(file=[f"priority_schools={mine}"], vintage=["priority_schools=2022"])
    assert College.objects.get(uai=UAI_B).priority == "rep"
    assert College.objects.get(uai=UAI_B).priority_year == 2022
    assert publisher.asked("priority_schools") == 0


def test_some_sources_only(publisher):
    out = run(source=["qpv_2024"])
    assert publisher.asked("colleges_geolocation") == 0
    assert (College.objects.count(), Qpv.objects.count()) == (0, 1)
    assert "networks" not in out


def test_many_closures_at_once_are_doubted(publisher, folder):
    rows = [
        located_row(numero_uai=f"{number:07}{uai_letter(f'{number:07}')}")
        for number in range(389001, 389009)
    ]
    publisher.publish("colleges_geolocation", write_table(folder / "many.csv", rows))
    run()
    publisher.publish("colleges_geolocation", write_table(folder / "few.csv", rows[:1]))
    line = refusal("import_territory", departement=["38"], apply=True, stdout=StringIO())
    assert "--accept-removals" in line
    run(accept_removals=True)
    assert College.objects.open().count() == 1


def test_networks_follow_outside_the_transaction(publisher, monkeypatch):
    called = []

    def note(name, *flags, **options):
        called.append((name, flags, options["apply"], connection.in_atomic_block))

    known = {"update_networks": "transit"}
    monkeypatch.setattr(import_territory, "get_commands", lambda: known)
    monkeypatch.setattr(import_territory, "call_command", note)
    run(departement=["38", "69"])
    run(no_networks=True)
    flags = ("--departement", "38", "--departement", "69")
    assert [call[:3] for call in called] == [("update_networks", flags, True)]


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


def test_two_at_once_are_refused(publisher, monkeypatch):
    from qpv_data import territory_import

    class Busy:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def execute(self, *_):
            pass

        def fetchone(self):
            return (False,)

    monkeypatch.setattr(territory_import.connection, "cursor", Busy, raising=False)
    line = refusal("import_territory", departement=["38"], apply=True, stdout=StringIO())
    assert "another import_territory is running" in line


def test_every_importer_of_the_registry_can_be_driven():
    names = [importer.name for importer in IMPORTERS]
    assert len(names) == len(set(names))
    for importer in IMPORTERS:
        known = load_importer(importer).default_options()
        assert {*importer.named, *importer.years, *importer.options} <= set(known), importer.name


def test_importers_are_chosen_by_their_name_or_a_source():
    assert [i.name for i in chosen_importers(["qpv_2015"])] == ["qpv_2015"]
    assert [i.name for i in chosen_importers(["priority_schools"])] == ["colleges"]
    assert chosen_importers([]) == list(IMPORTERS)


def test_scopes():
    assert scope_of(["38", "2a", "038"], "", False).name == "departement 2A 38"
    assert scope_of([], "94", False).departements == ("2A", "2B")
    assert len(scope_of([], "84", False).departements) == 12
    assert scope_of([], "", True).departements == ()


def test_school_years():
    years = [school_year(text) for text in ("2022", "2025-2026", "2026-07-31", "2026-08-01")]
    assert years == [2022, 2025, 2025, 2026]


def test_the_error_code_is_the_one_of_bad_input(publisher):
    publisher.answer("qpv_2024", Reply(500))
    with pytest.raises(CommandError) as caught:
        call_command("import_territory", departement=["38"], stdout=StringIO())
    assert caught.value.returncode == 2
