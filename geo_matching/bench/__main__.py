"""bin/bench: runs the cases of the named groups, prints JSON, and a table on standard error."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from geo_matching.bench import engine_cases, season_cases, service_cases, transit_cases
from geo_matching.bench.national import FULL_CITIES, Rehearsal, rehearse
from geo_matching.bench.places import FILES
from geo_matching.bench.process import MeasureError
from geo_matching.bench.report import Result, as_json, as_table

ENGINE = tuple(engine_cases.CASES)
# The cases of the others are not known before: each yields them as it goes.
GROUPS = {
    "first": (*ENGINE, "ranked_offers", "second_start"),
    "transit": (),
    "season": (),
    "national": (),
}
# An hour and more: only when it is asked for.
BY_DEFAULT = ("first", "transit")
OFFERS_A_CITY = 2000


def missing(case: str, data: Path | None, *, has_postgis: bool) -> str:
    """Say why a case cannot be measured here; empty when it can."""
    if case in {"ranked_offers", "second_start"} and not has_postgis:
        return "PostGIS is not installed"
    if case == "second_start":
        return ""
    if data is None:
        return "real data: set STAGES_DATA to its folder"
    lacking = [name for name in FILES if not (data / name).is_file()]
    return f"missing in {data}: {', '.join(lacking)}" if lacking else ""


def measure(case: str, run: Callable[[], Result]) -> Result:
    print(f"measuring {case} ...", file=sys.stderr, flush=True)  # noqa: T201
    try:
        return run()
    except MeasureError as error:
        return Result(case=case, what="", status="failed", note=str(error))


def results_of(cases: list[str], data: Path | None, *, has_postgis: bool) -> Iterator[Result]:
    with ExitStack() as stack:
        network: engine_cases.Built | None = None
        for case in cases:
            reason = missing(case, data, has_postgis=has_postgis)
            if reason:
                yield Result(case=case, what="", status="skipped", note=reason)
            elif case in ENGINE and data is not None:
                network = network or stack.enter_context(engine_cases.built_network(data))
                yield measure(case, partial(engine_cases.CASES[case], data, network))
            elif case == "ranked_offers" and data is not None:
                yield measure(case, partial(service_cases.ranked_offers, data))
            else:
                yield measure(case, service_cases.second_start)


def season() -> Iterator[Result]:
    if not os.environ.get("DATABASE_URL"):
        yield Result("season", "", status="skipped", note="PostGIS is not installed")
        return
    try:
        yield from season_cases.season()
    except MeasureError as error:
        yield Result("season", "", status="failed", note=str(error))


def national(options: argparse.Namespace, data: Path | None) -> Iterator[Result]:
    """Rehearse France in a folder of its own, which does not outlive the run unless it is kept."""
    if not os.environ.get("DATABASE_URL"):
        yield Result("national", "", status="skipped", note="PostGIS is not installed")
        return
    offers = options.offers or options.cities * OFFERS_A_CITY
    with ExitStack() as stack:
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            folder = options.keep.resolve()
        else:
            made = tempfile.TemporaryDirectory(prefix="stages-national-", dir=options.work)
            folder = Path(stack.enter_context(made))
        for result in rehearse(Rehearsal(folder, options.cities, offers, data)):
            print(f"{result.case}: {result.status}", file=sys.stderr, flush=True)  # noqa: T201
            yield result


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    add = parser.add_argument
    add("group", nargs="*", help=f"{', '.join(GROUPS)} ({' and '.join(BY_DEFAULT)})")
    add("--json", type=Path, metavar="FILE", help="write the JSON there too")
    add("--large", action="store_true", help="transit: 50 000 stops too")
    add("--cities", type=int, default=FULL_CITIES, help=f"national: 1 to {FULL_CITIES} (all)")
    add("--offers", type=int, help=f"national: {OFFERS_A_CITY} a city without")
    add("--work", type=Path, metavar="DIR", help="national: where its files go for the run")
    add(
        "--keep",
        type=Path,
        metavar="DIR",
        help="national: keep files and database; the same command again does the steps not done",
    )
    options = parser.parse_args()
    unknown = [group for group in options.group if group not in GROUPS]
    if unknown:
        parser.error(f"unknown group {unknown[0]}: there are {', '.join(GROUPS)}")
    if not 1 <= options.cities <= FULL_CITIES:
        parser.error(f"--cities must be 1 to {FULL_CITIES}, not {options.cities}")
    if options.offers is not None and options.offers < 1:
        parser.error(f"--offers must be at least 1, not {options.offers}")
    if options.work is not None and not options.work.is_dir():
        parser.error(f"--work: no such folder: {options.work}")
    return options


def main() -> int:
    options = parse()
    groups = options.group or list(BY_DEFAULT)
    wanted = [case for group in groups for case in GROUPS[group]]
    folder = os.environ.get("STAGES_DATA", "")
    has_postgis = bool(os.environ.get("DATABASE_URL"))
    data = Path(folder) if folder else None
    results = list(results_of(list(dict.fromkeys(wanted)), data, has_postgis=has_postgis))
    if "transit" in groups:
        results += transit_cases.results(data, large=options.large)
    if "season" in groups:
        results += season()
    if "national" in groups:
        results += national(options, data)
    text = as_json(results, os.cpu_count() or 1)
    print(text)  # noqa: T201
    print(as_table(results), file=sys.stderr)  # noqa: T201
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    return 1 if any(result.status == "failed" for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
