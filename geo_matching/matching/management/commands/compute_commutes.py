"""Computes the commutes of collèges to every site of a published offer, for their working hours."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from geo_matching.common.errors import InputError
from geo_matching.matching.changed_sites import follow_sites
from geo_matching.matching.computing import Done, builds_of, compute_colleges
from geo_matching.matching.errors import NoTimetableError
from qpv_data.models import College, EducationPriority

_PRIORITIES = {
    "REP+": EducationPriority.REP_PLUS,
    "REP": EducationPriority.REP,
    "NONE": EducationPriority.NONE,
}
DEFAULT_PRIORITY = "REP+,REP"


class Command(BaseCommand):
    help = (
        "Compute the commutes of collèges to every site; what is up to date is left as it is. "
        f"Without a choice: --priority {DEFAULT_PRIORITY}."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--college", nargs="+", metavar="UAI", help="these collèges")
        choice.add_argument(
            "--priority", default=DEFAULT_PRIORITY, help="REP+,REP or none, by commas; or all"
        )
        choice.add_argument("--all", action="store_true", help="every open collège")
        choice.add_argument(
            "--changed",
            action="store_true",
            help="the collèges computed before, for the sites that are new, moved or gone since",
        )
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--workers", type=int, default=1, help="processes (default 1)")
        where.add_argument(
            "--scheduler",
            default="",
            metavar="tcp://HOST:PORT",
            help="a dask.distributed cluster, whose workers see the networks in the same folders",
        )

    def handle(self, **options: Any) -> None:
        began = time.perf_counter()
        try:
            chosen = self._follow_sites() if options["changed"] else _chosen(options)
            builds = builds_of(chosen)
            covered = [college for college in chosen if college.uai in builds]
            counts = self._compute(covered, options["workers"], options["scheduler"])
        except (InputError, NoTimetableError) as error:
            raise CommandError(str(error), returncode=2) from error
        left_out = len(chosen) - len(covered)
        self.stdout.write(
            f"{counts['collèges']} collèges ({counts['computed']} computed), "
            f"{counts['added']} commutes added, {counts['changed']} changed, "
            f"{counts['removed']} removed, in {time.perf_counter() - began:.1f} s"
        )
        if left_out:
            self.stdout.write(f"{left_out} collèges left out: no point, or no network covers them")

    def _follow_sites(self) -> list[College]:
        """Bring computed collèges up to date for changed sites; return those that need more."""
        changed = follow_sites()
        self.stdout.write(
            f"{changed.pairs} sites and hours changed for {changed.colleges} collèges: "
            f"{changed.rows} commutes written"
        )
        if changed.left:
            self.stdout.write(f"{len(changed.left)} collèges to compute: more has changed for them")
        return list(changed.left)

    def _compute(self, colleges: list[College], workers: int, scheduler: str) -> dict[str, int]:
        counts = dict.fromkeys(("collèges", "computed", "added", "changed", "removed"), 0)
        for done in compute_colleges(colleges, workers, scheduler):
            counts["collèges"] += 1
            counts["computed"] += done.computed is not None
            counts["added"] += done.written.added
            counts["changed"] += done.written.changed
            counts["removed"] += done.written.removed
            if done.computed is not None:
                self.stdout.write(f"[{counts['collèges']}/{len(colleges)}] {_line(done)}")
                self.stdout.flush()
        return counts


def _line(done: Done) -> str:
    computed = done.computed
    assert computed is not None  # noqa: S101 - the caller has asked
    if not computed.origin_linked:
        return f"{computed.uai} {done.college.name}: too far from any street, nothing is reached"
    return (
        f"{computed.uai} {done.college.name}: {computed.both_ways} of {computed.pairs} "
        f"sites and hours both ways ({computed.seconds:.2f} s)"
    )


def _chosen(options: dict[str, Any]) -> list[College]:
    """Return the collèges asked for, ascending by UAI.

    Raises
    ------
    InputError
        For an unknown UAI or priority, or no worker at all.
    """
    if options["workers"] < 1:
        raise InputError(f"--workers must be at least 1, not {options['workers']}")
    colleges = College.objects.order_by("uai")
    if options["college"]:
        uais = {uai.strip().upper() for uai in options["college"]}
        found = list(colleges.filter(uai__in=uais))
        unknown = sorted(uais - {college.uai for college in found})
        if unknown:
            raise InputError(f"no collège has the UAI {', '.join(unknown)}")
        return found
    if options["all"] or options["priority"].strip().lower() == "all":
        return list(colleges.open())
    names = [name.strip().upper() for name in options["priority"].split(",")]
    wrong = [name for name in names if name not in _PRIORITIES]
    if wrong:
        raise InputError(f"--priority takes REP+, REP, none or all, not {wrong[0]!r}")
    return list(colleges.open().filter(priority__in=[_PRIORITIES[name] for name in names]))
