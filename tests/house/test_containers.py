"""The container files, read as data: they must agree with the settings, the commands and the scripts."""

import json
import re
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands
from django.urls import resolve

ROOT = Path(__file__).resolve().parent.parent.parent
HEALTH = "/api/v1/health/"


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def dockerfile() -> list[tuple[str, str]]:
    """Instructions with their argument, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [
        line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")
    ]
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines]


def arguments(dockerfile: list[tuple[str, str]], instruction: str) -> list[str]:
    return [argument for name, argument in dockerfile if name == instruction]


def test_base_image_is_pinned_and_names_no_host(dockerfile: list) -> None:
    (image,) = arguments(dockerfile, "FROM")
    assert re.fullmatch(r"python:3\.1[1-9]-[a-z-]+", image)


def test_image_copies_files_that_exist_and_every_package(dockerfile: list) -> None:
    sources = [source for copy in arguments(dockerfile, "COPY") for source in copy.split()[:-1]]
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert {"geo_matching", "transit", "qpv_data", "offers", "maps", "manage.py"} <= set(sources)


def test_image_installs_the_hashed_lock_file_as_the_first_layer(dockerfile: list) -> None:
    assert "--require-hashes -r requirements.txt" in arguments(dockerfile, "RUN")[0]


def test_image_and_scripts_have_what_prints_agreements(dockerfile: list) -> None:
    installed = next(run for run in arguments(dockerfile, "RUN") if "apt-get install" in run)
    script = (ROOT / "bin/lib/python_env.sh").read_text(encoding="utf-8")
    for package in (
        "libpango-1.0-0",
        "libpangoft2-1.0-0",
        "libharfbuzz-subset0",
        "fonts-dejavu-core",
    ):
        assert package in installed
        assert package in script


def test_image_does_not_run_as_root_and_keeps_no_secret(dockerfile: list) -> None:
    names = [name for name, _ in dockerfile]
    assert arguments(dockerfile, "USER") == ["stages"]
    assert names.index("USER") < names.index("CMD")
    assert not any("SECRET" in argument for argument in arguments(dockerfile, "ENV"))


def test_image_serves_with_the_options_of_the_demo(dockerfile: list) -> None:
    command = json.loads(arguments(dockerfile, "CMD")[-1])
    script = (ROOT / "bin/lib/server.sh").read_text(encoding="utf-8")
    assert (command[0], command[-1]) == ("gunicorn", "geo_matching.wsgi")
    assert " ".join(command[1:3]) == "-c python:geo_matching.serving"
    assert " ".join(command[1:3]) in script
    assert find_spec("geo_matching.serving")


def test_compose_serves_as_the_image_does(compose: dict) -> None:
    assert "gunicorn -c python:geo_matching.serving" in compose["services"]["web"]["command"]


def test_health_check_asks_a_page_that_exists(dockerfile: list) -> None:
    assert HEALTH in arguments(dockerfile, "HEALTHCHECK")[0]
    assert resolve(HEALTH)


def test_compose_has_the_three_services(compose: dict) -> None:
    always = {name for name, one in compose["services"].items() if "profiles" not in one}
    assert always == {"postgis", "web", "worker"}
    image = compose["services"]["postgis"]["image"]
    assert "." not in image.split("/")[0]
    assert not image.endswith("latest")


def test_compose_gives_what_production_settings_read(compose: dict) -> None:
    given = set(compose["services"]["web"]["environment"])
    settings = "".join(p.read_text() for p in (ROOT / "geo_matching/settings").glob("*.py"))
    settings += (ROOT / "geo_matching/serving.py").read_text(encoding="utf-8")
    assert given >= {"DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_HOST"}
    assert [name for name in given if f'"{name}"' not in settings] == []
    assert compose["services"]["worker"]["environment"] == compose["services"]["web"]["environment"]


def test_compose_writes_no_secret_down(compose: dict) -> None:
    postgis = compose["services"]["postgis"]["environment"]
    assert postgis["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")
    assert compose["services"]["web"]["environment"]["SECRET_KEY"].startswith("${SECRET_KEY:?")


def test_compose_starts_in_order_and_is_open_to_this_machine_only(compose: dict) -> None:
    services = compose["services"]
    assert services["web"]["depends_on"]["postgis"]["condition"] == "service_healthy"
    assert services["worker"]["depends_on"]["web"]["condition"] == "service_healthy"
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert "ports" not in services["postgis"]


def test_compose_commands_exist(compose: dict) -> None:
    commands = get_commands()
    assert "migrate" in compose["services"]["web"]["command"]
    assert compose["services"]["worker"]["command"][:2] == ["python", "manage.py"]
    assert compose["services"]["worker"]["command"][2] in commands


def test_worker_has_time_to_finish_a_network(compose: dict) -> None:
    assert compose["services"]["worker"]["stop_grace_period"] == "5m"
    assert get_commands()["procrastinate"] == "procrastinate.contrib.django"


def test_the_cluster_is_asked_for_and_open_to_nobody_outside(compose: dict) -> None:
    scheduler, engine = (compose["services"][name] for name in ("scheduler", "engine"))
    assert scheduler["profiles"] == engine["profiles"] == ["cluster"]
    for service in (scheduler, engine):
        # It runs what it is sent: no port, no secret, and the networks cannot be written.
        assert "ports" not in service
        assert set(service["environment"]) == {"PYTHONPATH", "NUMBA_CACHE_DIR"}
        assert service["image"] == compose["services"]["web"]["image"]
        assert service["command"][:3] == ["python", "-m", "dask"]
    assert "tcp://scheduler:8786" in engine["command"]
    assert "--nthreads=1" in engine["command"]
    assert engine["volumes"] == [f"{compose['services']['web']['volumes'][0]}:ro"]


def test_data_outlives_the_containers(compose: dict) -> None:
    named = set(compose["volumes"])
    for name in ("postgis", "web", "worker", "engine"):
        service = compose["services"][name]
        assert service["volumes"]
        assert all(volume.split(":")[0] in named for volume in service["volumes"])
    data_dir = re.search(r"DATA_DIR=(\S+)", (ROOT / "Dockerfile").read_text()).group(1)
    assert compose["services"]["web"]["volumes"] == [f"networks:{data_dir}"]


def test_pre_commit_downloads_nothing() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    assert {hook["language"] for hook in config["repos"][0]["hooks"]} == {"system"}
