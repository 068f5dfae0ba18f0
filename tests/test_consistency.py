"""What must agree inside the repository: models and migrations, lock file, committed files, documents."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.template import engines
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("geo_matching", "transit", "offers", "qpv_data", "maps")
OURS = [model for model in apps.get_models() if model.__module__.split(".")[0] in PACKAGES]
ENGLISH = re.compile(
    r"\b(the|of|name|address|school|street|hours?|days?|weeks?|created|updated|number|status|"
    r"title|kind|point of|walk|rides?|network|build|offer|site id|host)\b",
    re.IGNORECASE,
)
# Written in pieces, so that this file does not hold what it looks for.
HOSTS = re.compile(
    "|".join(["pyp" + r"i\.org", "python" + r"hosted", "npm" + r"js\.", r"deb\." + "debian"])
)
MACHINE = re.compile(
    "|".join("/" + name + "/" for name in ("ro" + "ot", "wo" + "rk", "tm" + "p", "ho" + "me"))
)
MAX_BYTES, MAX_BYTES_PICTURES = 50_000, 400_000


def committed_files() -> list[Path]:
    """Files under version control, or every file of an unpacked archive."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listing.returncode == 0:
        names = listing.stdout.decode().split("\0")
        return [ROOT / name for name in names if name and (ROOT / name).is_file()]
    skipped = {".venv", ".tools", ".data", "staticfiles", "__pycache__"}
    return [p for p in ROOT.rglob("*") if p.is_file() and not skipped & set(p.parts)]


def text_of(path: Path) -> str:
    raw = path.read_bytes()
    return "" if b"\0" in raw[:8000] else raw.decode("utf-8")


def test_models_speak_french() -> None:
    assert OURS
    unnamed, english = [], []
    for model in OURS:
        names = {"": model._meta.original_attrs.get("verbose_name")}
        names |= {
            field.name: field._verbose_name
            for field in model._meta.local_fields + model._meta.local_many_to_many
            if not field.auto_created and field.model.__module__ == model.__module__
        }
        label = model._meta.label
        unnamed += [f"{label}.{field}" for field, name in names.items() if not name]
        english += [
            f"{label}.{f}: {name}"
            for f, name in names.items()
            if name and ENGLISH.search(str(name))
        ]
    assert unnamed == []
    assert english == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


def test_system_checks_are_silent() -> None:
    call_command("check", fail_level="WARNING")


def test_production_settings_pass_the_deployment_checks() -> None:
    run = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={
            **{k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"},
            "DJANGO_SETTINGS_MODULE": "geo_matching.settings.prod",
            "SECRET_KEY": "a-long-text-for-this-check-only-0123456789-abcdefghij-KLMNOP",
            "ALLOWED_HOSTS": "stages.example",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr


def test_every_template_compiles() -> None:
    names = [
        str(path.relative_to(folder))
        for folder in map(Path, engines["django"].template_dirs)
        if ROOT in folder.parents and ".venv" not in folder.parts
        for path in folder.rglob("*.*")
    ]
    assert names, "no template was found"
    for name in names:
        get_template(name)


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_lock_file_is_hashed_universal_and_names_no_host(name: str) -> None:
    lock = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    assert re.findall(r"https?:|file:|index-url|find-links", lock) == []
    pins = re.split(r"\n(?=\S)", "\n".join(x for x in lock.splitlines() if not x.startswith("#")))
    pins = [pin for pin in pins if pin.strip()]
    assert len(pins) > 40
    assert [pin.split("\n")[0] for pin in pins if "--hash=sha256:" not in pin] == []
    # Universal: one file for every Python, so some pins fork by marker.
    assert "; python_full_version <" in lock
    assert "; python_full_version >=" in lock
    wanted = re.findall(
        r"^([a-z0-9][a-z0-9-]*)", (ROOT / f"{name}.in").read_text(encoding="utf-8"), re.MULTILINE
    )
    pinned = {pin.split("==")[0].split("[")[0] for pin in pins}
    assert [package for package in wanted if package not in pinned] == []


def test_no_host_or_machine_path_is_committed() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in committed_files()
        if "vendor" not in path.parts
        for match in [HOSTS.search(text_of(path)) or MACHINE.search(text_of(path))]
        if match
    ]
    assert found == []


def test_committed_files_are_small() -> None:
    def limit(path: Path) -> int:
        excepted = (
            "vendor" in path.parts or "screenshots" in path.parts or path.name.endswith(".txt")
        )
        return MAX_BYTES_PICTURES if excepted else MAX_BYTES

    big = [str(p.relative_to(ROOT)) for p in committed_files() if p.stat().st_size > limit(p)]
    assert big == []


@pytest.mark.parametrize("name", [".venv", ".tools", ".data", "staticfiles", ".mypy_cache"])
def test_what_scripts_make_is_never_committed(name: str) -> None:
    patterns = {line.strip().strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()}
    assert name in patterns


def test_documents_link_to_files_that_exist() -> None:
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in committed_files()
        if path.suffix == ".md"
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
        if "://" not in target and not (path.parent / target).exists()
    ]
    assert broken == []


@pytest.mark.parametrize(
    "folder",
    ["transit", "offers", "qpv_data", "maps"]
    + [
        f"geo_matching/{app}"
        for app in (
            "common",
            "accounts",
            "notifications",
            "schools",
            "applications",
            "matching",
            "api",
            "demo",
        )
    ],
)
def test_every_app_has_its_readme(folder: str) -> None:
    assert len((ROOT / folder / "README.md").read_text(encoding="utf-8")) > 200


def test_changelog_is_for_users_and_operators() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "### Ajouté" in text
    assert "### Pour les exploitants" in text
