"""A process killed in the middle of import_territory leaves what was stored before, whole."""

import os
import random
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from tests.local_server import LocalServer, Reply
from tests.qpv_data.official_files import (
    UAI_C,
    box,
    directory_row,
    feature_2024,
    located_row,
    write_geojson,
    write_table,
)
from tests.qpv_data.territory.published_files import territory, write_world
from tests.qpv_data.territory.world import Publisher

ROOT = Path(__file__).resolve().parents[3]
# How PostgreSQL names the connections of the process to kill: others of this database stay open.
KILLED = "import to kill"
pytestmark = [pytest.mark.django_db(transaction=True)]


def stored() -> dict[str, list]:
    """Every row of every table of the two apps that imports write."""
    return {
        model.__name__: sorted(model._base_manager.values_list(), key=str)
        for app in ("common", "qpv_data")
        for model in apps.get_app_config(app).get_models()
    }


def start(*arguments: object, **environment: str) -> subprocess.Popen:
    """Run the command in a process of its own, on the database of this test."""
    used = connection.settings_dict
    user = quote(used["USER"]) + (f":{quote(used['PASSWORD'])}" if used["PASSWORD"] else "")
    host = urlencode({"host": used["HOST"]})
    port = f":{used['PORT']}" if used["PORT"] else ""
    where = f"{user}@{used['HOST']}{port}" if port else f"{user}@"
    url = f"postgis://{where}/{used['NAME']}" + ("" if port else f"?{host}")
    command = ["import_territory", "--departement", "38", "--apply", *arguments]
    return subprocess.Popen(
        [sys.executable, "manage.py", *map(str, command)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "PGAPPNAME": KILLED, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(folder) -> str:
    out = StringIO()
    options = {"departement": ["38"], "from": folder, "apply": True}
    call_command("import_territory", **options, stdout=out)
    return out.getvalue()


def wait_until(true, process, seconds=60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert process.poll() is None, process.stdout.read()
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@contextmanager
def nobody_writes(table: str):
    """Make whoever wants to write this table wait; yield a function that tells whether one does."""
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")

        def somebody_waits() -> bool:
            waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
            return other.execute(waiting, [table]).fetchone() is not None

        yield somebody_waits
        other.rollback()


def kill(process: subprocess.Popen) -> None:
    process.kill()
    process.communicate()


def wait_for_the_servers_end() -> None:
    """PostgreSQL notices a dead client when it next talks to it."""
    with connection.cursor() as cursor:

        def gone() -> bool:
            query = (
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND application_name = %s"
            )
            cursor.execute(query, [KILLED])
            return cursor.fetchone() == (0,)

        end = time.monotonic() + 30
        while not gone():
            assert time.monotonic() < end, "the killed process still has a connection"
            time.sleep(0.02)


@pytest.fixture
def old_and_new(tmp_path):
    """A territory that is stored, and newer files that change every table of it."""
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        write_world(folder)
    place = {"latitude": "45.4", "longitude": "5.7"}
    moved = located_row(code_commune="38998", libelle_commune="Valneuf", **place)
    added = located_row(numero_uai=UAI_C, latitude="0", longitude="0")
    write_table(new / "colleges_geolocation.csv", [moved, added])
    added = directory_row(Identifiant_de_l_etablissement=UAI_C, latitude="0", longitude="0")
    moved = directory_row(Code_commune="38998", Nom_commune="Valneuf", **place)
    write_table(new / "colleges_directory.csv", [moved, added])
    renamed = territory(45.3, 5.6, 0.2, code="38998", nom="Valneuf-le-Haut", departement="38")
    write_geojson(new / "communes.geojson", renamed)
    (new / "communes.geojson.gz").unlink()
    (new / "qpv_2024.zip").unlink()
    contour = {"type": "Polygon", "coordinates": box(45.3, 5.8)}
    write_geojson(
        new / "qpv_2024.geojson",
        feature_2024(lib_qp="Les Trembles"),
        feature_2024("QN03802N", geometry=contour),
    )
    run(old)
    return old, new


# In the order in which the command reaches them.
@pytest.mark.parametrize("table", ["qpv_data_commune", "common_sourcestate", "qpv_data_qpv"])
def test_killed_while_it_writes(old_and_new, table):
    _, new = old_and_new
    before = stored()
    with nobody_writes(table) as somebody_waits:
        process = start("--from", new)
        wait_until(somebody_waits, process)
        kill(process)
    wait_for_the_servers_end()
    assert stored() == before
    assert "Written" in run(new)
    after = stored()
    changed = {name for name in after if after[name] != before[name]}
    assert {"College", "Commune", "Qpv", "ImportRun", "SourceState", "DataVersion"} <= changed
    assert "No change" in run(new)


def test_killed_while_it_downloads(old_and_new, settings, tmp_path):
    _, new = old_and_new
    before = stored()
    asked, release = threading.Event(), threading.Event()

    def hold(_request) -> Reply:
        asked.set()
        release.wait(60)
        return Reply(503)

    with LocalServer() as server:
        publisher = Publisher(server, new)
        publisher.answer("qpv_2024", hold)
        bases = ",".join(f"{name}={base}" for name, base in publisher.bases.items())
        process = start(SOURCE_BASES=bases, DOWNLOADS_DIR=str(tmp_path / "kept"))
        wait_until(asked.is_set, process)
        kill(process)
        release.set()
        assert stored() == before
        publisher.publish("qpv_2024", new / "qpv_2024.geojson")
        settings.SOURCE_BASES = publisher.bases
        settings.DOWNLOADS_DIR = tmp_path / "kept"
        out = StringIO()
        options = {"departement": ["38"], "apply": True, "no_networks": True}
        call_command("import_territory", **options, stdout=out)
    assert "colleges_geolocation: fr-en-adresse-et-geolocalisation.csv unchanged" in out.getvalue()
    assert "Written in one transaction" in out.getvalue()


@pytest.mark.slow
def test_killed_at_any_moment(old_and_new):
    old, new = old_and_new
    before, began = stored(), time.monotonic()
    start("--from", new).communicate()
    whole_s = time.monotonic() - began
    written = len(stored()["ImportRun"]) - len(before["ImportRun"])
    assert written > 0
    moments, left_whole = random.Random(38), 0
    for _ in range(12):
        run(old)
        before = stored()
        process = start("--from", new)
        time.sleep(moments.uniform(0.5, 1.05) * whole_s)
        kill(process)
        wait_for_the_servers_end()
        now = stored()
        left_whole += now == before
        assert now == before or len(now["ImportRun"]) == len(before["ImportRun"]) + written
    assert left_whole > 0
