"""The private PostGIS: made once, found again, survives a kill, stopped by nobody else's pid."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.shell import ROOT, call, forget_cluster, run

URL = 'ensure_postgis pg; printf "%s" "$DATABASE_URL"'
PID = "locate_cluster pg; cluster_pid"


def sql(statement: str) -> str:
    return f'ensure_postgis pg; run_sql stages "{statement}"'


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    """A data folder deep enough for its socket to need a short path, with a name that needs quotes."""
    folder = tmp_path / ("deep" * 25) / "mes données"
    yield folder
    forget_cluster(folder)


def test_life_of_a_cluster(data_dir: Path) -> None:
    made = call(
        sql("CREATE EXTENSION postgis; CREATE TABLE kept AS SELECT 42 AS n"), data_dir=data_dir
    )
    assert made.returncode == 0, made.stderr
    assert "Making a private PostGIS" in made.stderr

    pid = int(call(PID, data_dir=data_dir).stdout)
    os.kill(pid, signal.SIGKILL)
    again = call(sql("SELECT n FROM kept"), data_dir=data_dir)
    assert (again.stdout.strip(), again.stderr) == ("42", "")

    url = call(URL, data_dir=data_dir).stdout
    socket_folder = url.partition("host=")[2]
    assert len(socket_folder) < 90
    assert Path(socket_folder).stat().st_mode & 0o077 == 0, "others could open the socket"

    assert call("stop_cluster pg", data_dir=data_dir).returncode == 0
    assert call(PID, data_dir=data_dir).returncode == 1
    back = call(sql("SELECT n FROM kept"), data_dir=data_dir)
    assert (back.stdout.strip(), back.stderr) == ("42", "")


def test_given_database_url_is_kept(tmp_path: Path) -> None:
    result = call(URL, data_dir=tmp_path, DATABASE_URL="postgis://somebody@elsewhere/else")
    assert result.stdout == "postgis://somebody@elsewhere/else"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["version", "build_network --help", "isochrones --help"])
def test_manage_leaves_the_database_alone(command: str, tmp_path: Path) -> None:
    result = run(ROOT / "bin/manage", *command.split(), data_dir=tmp_path)
    assert result.returncode == 0, result.stderr
    assert call(PID, data_dir=tmp_path).returncode == 1, "a server runs"


def test_manage_starts_the_database_when_a_command_uses_it(tmp_path: Path) -> None:
    try:
        result = run(ROOT / "bin/manage", "showmigrations", "offers", data_dir=tmp_path)
        assert "0001_initial" in result.stdout, result.stderr
        assert call(PID, data_dir=tmp_path).returncode == 0, "no server runs"
    finally:
        forget_cluster(tmp_path)


def test_stop_spares_a_process_that_took_over_the_pid(tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "60"]) as stranger:
        try:
            (tmp_path / "server.pid").write_text(f"{stranger.pid} 8000\n", encoding="utf-8")
            postmaster = tmp_path / "pg" / "data"
            postmaster.mkdir(parents=True)
            (postmaster / "postmaster.pid").write_text(f"{stranger.pid}\n", encoding="utf-8")
            result = run(ROOT / "bin/demo", "--stop", data_dir=tmp_path)
            assert result.returncode == 0, result.stderr
            assert "No server was running." in result.stderr
            assert stranger.poll() is None
        finally:
            stranger.kill()


def test_root_without_user_namespaces_becomes_postgres(tmp_path: Path) -> None:
    if os.getuid() != 0:
        pytest.skip("only root has to become somebody else")
    code = "unshare() { return 1; }; find_way; echo $PG_WAY"
    assert call(code, data_dir=tmp_path).stdout.strip() == "runuser"
