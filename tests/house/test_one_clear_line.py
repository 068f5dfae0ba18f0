"""Whatever is wrong with the machine, the scripts say it in one line and leave nothing behind."""

import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from tests.house.shell import ROOT, call, copy_scripts, run, stub

SAYS = "explain {log} 'the environment'"


def one_line(result: subprocess.CompletedProcess[str]) -> str:
    """Return the last line, the only one that is not a progress line."""
    lines = result.stderr.strip().splitlines()
    assert result.returncode == 1, result.stderr
    assert [line for line in lines[:-1] if not line.startswith("[")] == []
    return lines[-1]


def test_port_in_use(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        result = run(ROOT / "bin/demo", "--port", str(port), data_dir=tmp_path / "data")
    assert f"port {port} is in use" in one_line(result)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("port", ["", "abc", "0", "70000", "80 80", "1234567"])
def test_port_that_is_no_port(port: str, tmp_path: Path) -> None:
    result = run(ROOT / "bin/demo", "--port", port, data_dir=tmp_path)
    assert "--port wants a number from 1 to 65535" in one_line(result)


def test_unknown_option(tmp_path: Path) -> None:
    assert "unknown option --fast" in one_line(run(ROOT / "bin/demo", "--fast", data_dir=tmp_path))


def test_full_disk_is_seen_before_the_first_download(tmp_path: Path) -> None:
    clone = copy_scripts(tmp_path)
    path = stub(tmp_path / "stubs", "df", "echo header; echo 'disk 100 90 10240 99% /'")
    result = run(clone / "bin/demo", "--no-serve", data_dir=tmp_path / ".data", PATH=path)
    assert "the disk is full: the environment needs 1500 MB" in one_line(result)
    assert "10 MB are free" in result.stderr
    assert not (clone / ".venv").exists()


def test_protected_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = run(ROOT / "bin/demo", "--no-serve", data_dir=tmp_path / "file" / "data")
    assert "cannot write in" in one_line(result)


def test_no_network(tmp_path: Path) -> None:
    if subprocess.run(["unshare", "--net", "true"], check=False, capture_output=True).returncode:
        pytest.skip("needs the right to take the network away (unshare --net)")
    clone = copy_scripts(tmp_path)
    cache = {"UV_CACHE_DIR": str(tmp_path / "uv"), "PIP_CACHE_DIR": str(tmp_path / "pip")}
    demo = ("unshare", "--net", clone / "bin/demo", "--no-serve")
    result = run(*demo, data_dir=tmp_path / ".data", PIP_RETRIES="0", **cache)
    assert "no network: the environment needs to download packages" in one_line(result)


def test_postgis_is_missing_and_we_are_not_root(tmp_path: Path) -> None:
    code = "find_postgis() { return 1; }; id() { echo 1000; }; ensure_postgis"
    line = one_line(call(code, data_dir=tmp_path))
    assert "PostGIS is missing" in line
    assert "apt-get install postgresql postgresql-postgis" in line


def test_postgis_is_missing_and_we_are_root(tmp_path: Path) -> None:
    path = stub(tmp_path / "stubs", "apt-get", f'echo "$@" >>{tmp_path}/asked')
    code = (
        "find_postgis() { [ -e $DATA_DIR/../asked ]; }; id() { echo 0; }\n"
        "locate_cluster() { fail 'found it'; }; ensure_postgis"
    )
    assert "found it" in one_line(call(code, data_dir=tmp_path / "data", PATH=path))
    assert (tmp_path / "asked").read_text().splitlines() == [
        "update",
        "install -y --no-install-recommends postgresql postgresql-postgis",
    ]


def test_debian_packages_do_not_download(tmp_path: Path) -> None:
    failing = "echo 'Temporary failure resolving host'; exit 100"
    path = stub(tmp_path / "stubs", "apt-get", failing)
    code = "find_postgis() { return 1; }; id() { echo 0; }; ensure_postgis"
    line = one_line(call(code, data_dir=tmp_path, PATH=path))
    assert "no network: installing PostGIS needs to download packages" in line


def test_no_python_is_recent_enough(tmp_path: Path) -> None:
    code = "PROBE='raise SystemExit(1)'; id() { echo 1000; }; make_folders; make_environment"
    clone = copy_scripts(tmp_path)
    line = one_line(call(code, data_dir=tmp_path / ".data", root=clone))
    assert "Python 3.11 with venv is missing" in line
    assert "apt-get install python3 python3-venv" in line


@pytest.mark.parametrize(
    ("log", "line"),
    [
        ("error: write failed: No space left on device", "the disk is full: the environment"),
        ("Temporary failure in name resolution", "no network: the environment needs"),
        ("error: Failed to fetch: `somewhere`", "no network: the environment needs"),
        ("first\nhash mismatch for numpy\n\n", "the environment failed: hash mismatch for numpy"),
    ],
)
def test_a_log_becomes_one_line(log: str, line: str, tmp_path: Path) -> None:
    file = tmp_path / "x.log"
    file.write_text(log, encoding="utf-8")
    result = call(SAYS.format(log=file), data_dir=tmp_path)
    assert line in one_line(result)
    assert str(file) in result.stderr


def test_database_url_that_does_not_answer(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        url = f"postgis://app@127.0.0.1:{port}/stages"
        result = run(ROOT / "bin/demo", "--no-serve", data_dir=tmp_path, DATABASE_URL=url)
    assert "the database does not answer" in one_line(result)


def test_reset_never_empties_a_database_that_was_given(tmp_path: Path) -> None:
    url = "postgis://app@127.0.0.1:1/precious"
    result = run(ROOT / "bin/demo", "--reset", data_dir=tmp_path, DATABASE_URL=url)
    assert "--reset does not empty the database of DATABASE_URL" in one_line(result)


def test_scripts_are_executable_and_parse() -> None:
    for script in [*(ROOT / "bin").glob("*"), ROOT / ".ci/run"]:
        if script.is_file():
            assert shutil.which(str(script)), f"{script} has no run bit"
            assert subprocess.run(["bash", "-n", script], check=False).returncode == 0
