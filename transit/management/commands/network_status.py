"""Prints the network of each area: its dates, where it came from, and what is wrong with it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from transit.areas.status import AreaStatus, statuses


class Command(BaseCommand):
    help = "Show the network of each area; with --check, end with 1 when one needs somebody."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="end with 1 on a problem")

    def handle(self, *_args: Any, **options: Any) -> None:
        problems = []
        for status in statuses(timezone.localdate()):
            self._show(status)
            problems += [f"{status.code}: {problem}" for problem in status.problems]
        if not problems:
            self.stdout.write("Every network is as it should be.")
        elif options["check"]:
            raise CommandError("; ".join(problems), returncode=1)

    def _show(self, status: AreaStatus) -> None:
        self.stdout.write(f"{status.code} {status.name}")
        build = status.active
        if build is not None:
            feeds = build.inputs.get("feeds", [])
            streets = build.inputs.get("streets_vintage", "") or "not known"
            self.stdout.write(
                f"  in service since {build.built_at:%Y-%m-%d}: timetable {build.covered_from} "
                f"to {build.covered_to}, commutes of {build.service_date}"
            )
            if feeds:
                self.stdout.write(f"  {len(feeds)} feeds, streets of {streets}")
            if build.expires_on:
                self.stdout.write(f"  expires on {build.expires_on}")
        if status.previous is not None:
            self.stdout.write(f"  kept to go back to: {status.previous}")
        if status.handing_over:
            self.stdout.write("  collèges are moving to it; the older one answers for the rest")
        for problem in status.problems:
            self.stdout.write(f"  ! {problem}")
