"""The database of the rehearsal: official files and offers imported, networks registered."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from geo_matching.bench.process import MeasureError
from geo_matching.bench.report import Result

if TYPE_CHECKING:
    from geo_matching.bench.national import Rehearsal

IMPORTS_S = 10 * 60
MB = 1e6
# A Tuesday of the generated feeds.
DAY = "2026-05-12"
SOURCES = ("communes", "colleges", "qpv_2024")


def fill(run: "Rehearsal") -> Iterator[Result]:
    """Run the ordinary importers, each in its turn, on an empty database."""
    manage, about = run.means.manage, run.about
    manage("migrate", "--no-input", "-v", "0")
    sources = [word for name in SOURCES for word in ("--source", name)]
    official = ("--all", "--from", str(run.france / "official"), *sources)
    steps = {"territory": manage("import_territory", *official, "--apply")}
    for number, name in enumerate(about["offer_files"]):
        path = str(run.france / "offers" / name)
        source = ("--source", f"partner-{number:02d}")
        steps[path] = manage("import_offers", path, *source, "--apply")
    facts = run.facts()
    for name in ("colleges", "priority", "offers", "qpv"):
        if facts[name] != about[name]:
            raise MeasureError(f"{facts[name]} {name} were imported, not {about[name]}")
    offers_s = sum(one.seconds for name, one in steps.items() if name != "territory")
    yield Result(
        "national_imports",
        "territories, collèges and QPV by import_territory, offers by import_offers",
        seconds=steps["territory"].seconds + offers_s,
        limit_s=run.part(IMPORTS_S),
        peak_mb=max(one.peak_mb for one in steps.values()),
        checked="collèges, labels, QPV and offers in the database are those that were written",
        size={name: facts[name] for name in ("communes", "colleges", "qpv", "offers", "sites")},
        more={
            "territory_s": steps["territory"].seconds,
            "offers_s": offers_s,
            "busy_s": sum(one.busy_s for one in steps.values()),
            "database_mb": round(facts["database_bytes"] / MB),
        },
    )


def register(run: "Rehearsal") -> Iterator[Result]:
    """Register all networks with one command: nothing but its rows is paid a network."""
    codes = [city["code"] for city in run.about["cities"]]
    pairs = [("--network", str(run.networks / code), "--area", code) for code in codes]
    words = [word for pair in pairs for word in pair]
    done = run.means.manage("register_network", *words, "--date", DAY)
    facts = run.facts()
    if facts["networks"] != len(codes):
        raise MeasureError(f"{facts['networks']} networks are in service, not {len(codes)}")
    yield Result(
        "national_register",
        "register_network for all cities, one command",
        seconds=done.seconds,
        peak_mb=done.peak_mb,
        checked="as many networks in service as cities",
        size={"networks": facts["networks"], "stops": facts["stops"]},
        more={"busy_s": done.busy_s},
    )
