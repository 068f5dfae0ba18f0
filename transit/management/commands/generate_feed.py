"""Generate the feed, and if asked the streets, of an invented metropolis of any size."""

import os
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from geo_matching.common.errors import InputError
from transit.management.engine import EngineCommand
from transit.metropolis.feed_file import write_feed
from transit.metropolis.plan import plan_metropolis
from transit.metropolis.streets import write_streets


class Command(EngineCommand):
    help = "Generate the feed of an invented metropolis of any size; needs no database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stops", type=int, required=True, help="to board at; stations extra")
        parser.add_argument("--trips", type=int, required=True, help="over all kinds of day")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--out", type=Path, required=True, metavar="FEED.zip")
        parser.add_argument("--osm", type=Path, metavar="STREETS.osm.pbf", help="write streets too")

    def run(self, options: dict[str, Any]) -> None:
        seed, trips = options["seed"], options["trips"]
        plan = plan_metropolis(options["stops"], seed)
        rows = _whole(options["out"], lambda draft: write_feed(plan, trips, seed, draft))
        self.stdout.write(
            f"{options['out']}: {options['stops']} stops, {len(plan.lines)} lines, "
            f"{trips} trips, {rows} stop times"
        )
        if options["osm"]:
            crossings = _whole(options["osm"], lambda draft: write_streets(plan, seed, draft))
            self.stdout.write(f"{options['osm']}: {crossings} crossings")


def _whole(out: Path, write: Callable[[Path], int]) -> int:
    """Write a file beside `out` and rename it, so that nothing is ever left half written."""
    # The name keeps its ending: it tells osmium the format.
    draft = out.with_name(f".{os.getpid()}.{out.name}")
    try:
        count = write(draft)
        draft.replace(out)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be written: {reason}", file=str(out)) from error
    finally:
        draft.unlink(missing_ok=True)
    return count
