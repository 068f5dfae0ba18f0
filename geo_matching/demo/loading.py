"""Takes the demo city through the ordinary commands, each only when something has changed."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from geo_matching.common.files import sha256_of
from geo_matching.common.models import ImportRun
from geo_matching.demo import files
from geo_matching.demo.city.plan import CITY
from transit.queries import NETWORK_VERSION

QPV_VINTAGE = "2024"
OFFER_SOURCE = "demo"
# Service dates and offers' weeks are made again when the timetable has less than this left.
ENOUGH_AHEAD = timedelta(days=365)
IMPORTED = ("--apply", "--licence", "invented data, free of rights")


@dataclass(frozen=True)
class Step:
    """One ordinary command, and how to tell that it has nothing to do."""

    command: str
    arguments: tuple[str, ...]
    is_done: Callable[[], bool]


def freshen(folder: Path, today: date, say: Callable[[str], None]) -> None:
    """Make again what is missing of the city, and its dates and weeks when they run out."""
    about, missing = files.read_about(folder), files.missing_files(folder)
    if not missing and _lasts(about, today):
        return
    from geo_matching.demo import writer  # noqa: PLC0415 - a second to import, rarely needed

    if missing:
        say(f"making again: {', '.join(missing)}")
        writer.write_city(folder, about["seed"], date.fromisoformat(about["made_from"]), say)
        about = files.read_about(folder)
    if not _lasts(about, today):
        say("less than a year of timetable is left: making the service dates again")
        writer.renew_dates(folder, today, say)


def _lasts(about: dict[str, Any], today: date) -> bool:
    return date.fromisoformat(about["last_day"]) - today >= ENOUGH_AHEAD


def steps(folder: Path) -> list[Step]:
    """Return the commands in their order; journals and folders tell which have nothing to do."""
    return [*_territory_steps(folder), *_network_steps(folder), *_offer_steps(folder)]


def _territory_steps(folder: Path) -> list[Step]:
    colleges, qpv = folder / files.COLLEGES, folder / files.QPV
    headcounts, doors = folder / files.HEADCOUNTS, folder / files.DOORS
    return [
        Step(
            "import_colleges", (str(colleges), *IMPORTED), lambda: _imported("colleges", colleges)
        ),
        Step(
            "import_headcounts",
            (str(headcounts), *IMPORTED),
            lambda: _imported("headcounts", headcounts),
        ),
        Step(
            "import_qpv",
            (str(qpv), "--vintage", QPV_VINTAGE, *IMPORTED),
            lambda: _imported("qpv", qpv, vintage=QPV_VINTAGE),
        ),
        Step("import_addresses", (str(doors), *IMPORTED), lambda: _imported("addresses", doors)),
    ]


def _network_steps(folder: Path) -> list[Step]:
    feed, streets = folder / files.FEED, folder / files.STREETS
    network = network_folder(feed, streets)
    return [
        Step(
            "build_network",
            ("--gtfs", str(feed), "--osm", str(streets), "--out", str(network)),
            (network / "manifest.json").is_file,
        ),
        Step(
            "register_network",
            ("--network", str(network), "--area", CITY),
            lambda: _active(folder=str(network.resolve())),
        ),
        Step(
            "import_basemap",
            ("--osm", str(streets), "--area", CITY, *IMPORTED),
            lambda: _imported("basemap", streets) and _active(features__isnull=False),
        ),
    ]


def _offer_steps(folder: Path) -> list[Step]:
    offers = folder / files.OFFERS
    return [
        Step(
            "import_offers",
            (str(offers), "--source", OFFER_SOURCE, *IMPORTED),
            lambda: _imported(f"offers:{OFFER_SOURCE}", offers),
        ),
        # It makes what is missing only.
        Step("make_demo_accounts", (), lambda: not settings.DEMO_PASSWORD),
        # It compares with what is stored and leaves alone what is up to date.
        Step("compute_commutes", ("--priority", "all"), lambda: False),
    ]


def run(step: Step, output: Any) -> None:
    """Run a command in this process; its errors are CommandErrors and stop the loading."""
    call_command(step.command, *step.arguments, stdout=output, stderr=output)


def network_folder(feed: Path, streets: Path) -> Path:
    """Return the folder of the network of these very files, as today's engine writes it."""
    parts = sha256_of(feed), sha256_of(streets), str(NETWORK_VERSION)
    name = hashlib.sha256("".join(parts).encode()).hexdigest()
    return Path(settings.NETWORKS_DIR) / f"demo-{name[:8]}"


def _imported(source: str, file: Path, **more: str) -> bool:
    """Tell whether the last import of a source was of this very file."""
    last = ImportRun.objects.filter(source=source, **more).order_by("-finished_at", "-pk").first()
    return last is not None and last.files[0]["sha256"] == sha256_of(file)


def _active(**more: Any) -> bool:
    builds = apps.get_model("transit", "NetworkBuild").objects
    return bool(builds.filter(area=CITY, active=True, **more).exists())
