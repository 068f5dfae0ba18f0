"""One command a territory: all sources or nothing, dry run exact, twice is once."""

import shutil
from io import StringIO

import pytest
from django.db import connection

from geo_matching.common import versions
from geo_matching.common.models import ImportRun, SourceState
from qpv_data.importers import IMPORTERS
from qpv_data.management.commands import import_territory
from qpv_data.models import College, Qpv
from tests.common.bad_files import refusal
from tests.local_server import Reply, served_file
from tests.qpv_data.official_files import UAI_A, UAI_B, directory_row, located_row, write_table
from tests.qpv_data.territory.published_files import RHONE_UAI
from tests.qpv_data.territory.world import YEAR, run_territory, stored

pytestmark = pytest.mark.django_db
# Tables of codes have no stable address: nobody gives their files here.
WITH_FILES = len([i for i in IMPORTERS if not i.national])


def test_a_departement_is_imported_whole_and_twice_is_once(publisher):
    out = run_territory(who="DSDEN de l'Isère")
    assert "Written in one transaction" in out
    assert stored() == (
        [(UAI_A, "rep+", YEAR, True), (UAI_B, "none", YEAR, True)],
        [("QN03801N", 2024), ("QP038901", 2015)],
        WITH_FILES,
    )
    before = stored()
    assert versions.current("ranking") == 1
    again = run_territory()
    assert "No change" in again
    assert "unchanged since the last download" in again
    assert stored() == before
    assert versions.current("ranking") == 1


def test_notices_are_counted_by_code_with_examples(publisher):
    out = run_territory()
    assert "no_coordinates: " in out
    assert UAI_B in out


def test_the_journal_keeps_source_licence_vintage_and_who(publisher):
    run_territory(who="DSDEN de l'Isère")
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
    assert ["collèges", 2] in SourceState.objects.get(source="colleges").rows


def test_a_dry_run_counts_what_apply_does_and_writes_nothing(publisher):
    def summary(text):
        return [line for line in text.splitlines() if line.endswith("notices")]

    dry = run_territory(apply=False)
    assert "Dry run: nothing was written" in dry
    assert stored() == ([], [], 0)
    assert not SourceState.objects.exists()
    assert summary(run_territory()) == summary(dry)


def test_a_territory_never_touches_another(publisher, folder):
    run_territory(departement=["38", "69"])
    assert RHONE_UAI in College.objects.open().values_list("uai", flat=True)
    less = {
        "colleges_directory": write_table(folder / "directory.csv", [directory_row()]),
        "colleges_geolocation": write_table(folder / "located.csv", [located_row()]),
    }
    for source, path in less.items():
        publisher.publish(source, path)
    run_territory()
    assert set(College.objects.open().values_list("uai", flat=True)) == {UAI_A, RHONE_UAI}
    assert Qpv.objects.of_vintage(2024).count() == 2


def test_a_region_and_all_of_france(publisher):
    some = ["colleges", "qpv_2015"]
    run_territory(region="84", source=some)
    assert set(College.objects.values_list("uai", flat=True)) == {UAI_A, UAI_B, RHONE_UAI}
    assert SourceState.objects.get(source="qpv_2015").territory == "region 84"
    run_territory(all=True, source=some)
    assert SourceState.objects.get(source="qpv_2015").territory == "france"


def test_a_server_with_a_bad_day_gives_the_same_data(publisher, folder, settings):
    """Every source fails once in its own way, and each way is overcome."""
    run_territory(apply=True)
    whole = stored()
    shutil.rmtree(settings.DOWNLOADS_DIR)
    directory = (folder / "colleges_directory.csv").read_bytes()
    cut = Reply(200, directory, {"ETag": '"v1"'}, cut_after=200)
    publisher.answer("colleges_directory", cut, served_file(directory, etag='"v1"'))
    located = (folder / "colleges_geolocation.csv").read_bytes()
    short = Reply(200, located, claims=len(located) + 7)
    publisher.answer("colleges_geolocation", short, Reply(200, located))
    contours = (folder / "qpv_2024.zip").read_bytes()
    busy = Reply(429, b"", {"Retry-After": "3"})
    publisher.answer("qpv_2024", busy, Reply(302, headers={"Location": "/moved.zip"}))
    publisher.server.answers("/moved.zip", Reply(503), Reply(200, contours))
    indexes = (folder / "ips_colleges.csv").read_bytes()
    publisher.answer("ips_colleges", Reply(500), Reply(502), Reply(504), Reply(200, indexes))
    out = run_territory()
    assert "No change" in out
    assert out.count("; again in ") == 7
    assert "again in 3 s" in out
    assert stored() == whole


def test_a_source_that_may_be_missing_is_left_out(publisher):
    publisher.answer("priority_schools", Reply(404))
    assert "priority_schools: left out" in run_territory()
    assert College.objects.count() == 2


def test_a_list_that_does_not_say_its_year_waits_for_it_to_be_told(publisher):
    assert "its year must be told: --vintage priority_schools=YEAR" in run_territory(vintage=[])
    assert publisher.asked("priority_schools") == 0


def test_a_folder_stands_for_all_sources(folder, settings, tmp_path):
    settings.SOURCE_BASES = {"education": "http://127.0.0.1:9"}
    run_territory(**{"from": folder})
    assert College.objects.count() == 2
    (folder / "qpv_2015.geojson").unlink()
    line = refusal("import_territory", departement=["38"], **{"from": folder}, stdout=StringIO())
    assert "no file for qpv_2015" in line


def test_one_file_and_one_vintage_may_be_given(publisher, tmp_path):
    mine = write_table(tmp_path / "mine.csv", [{"uai": UAI_B, "label": "REP"}])
    run_territory(file=[f"priority_schools={mine}"], vintage=["priority_schools=2022"])
    assert College.objects.get(uai=UAI_B).priority == "rep"
    assert College.objects.get(uai=UAI_B).priority_year == 2022
    assert publisher.asked("priority_schools") == 0


def test_a_table_of_codes_is_national_and_waits_for_its_file(publisher, tmp_path):
    assert "rome: left out" in run_territory(source=["rome"])
    mine = write_table(tmp_path / "naf.csv", [{"code_naf": "62.01Z", "sector": "s1"}])
    out = run_territory(source=["naf"], file=[f"naf_sectors={mine}"])
    assert "naf: 1 added" in out
    assert SourceState.objects.get(source="naf").territory == "france"


def test_some_sources_only(publisher):
    out = run_territory(source=["qpv_2024"])
    assert publisher.asked("colleges_geolocation") == 0
    assert (College.objects.count(), Qpv.every_vintage.count()) == (0, 1)
    assert "networks" not in out


def test_networks_follow_outside_the_transaction(publisher, monkeypatch):
    called = []

    def note(name, *flags, **options):
        called.append((name, flags, options["apply"], connection.in_atomic_block))

    known = {"update_networks": "transit"}
    monkeypatch.setattr(import_territory, "get_commands", lambda: known)
    monkeypatch.setattr(import_territory, "call_command", note)
    run_territory(departement=["38", "69"], no_networks=False)
    run_territory()
    run_territory(source=["qpv_2024"], no_networks=False)
    flags = ("--departement", "38", "--departement", "69")
    assert [call[:3] for call in called] == [("update_networks", flags, True)]
