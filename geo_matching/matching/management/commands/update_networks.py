"""Brings the networks of mobility areas up to date: catalogue, feeds, streets, build, swap."""

import time
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from geo_matching.common.errors import InputError
from geo_matching.common.text import one_line
from geo_matching.matching.areas import (
    area_of_region,
    areas_of_all_regions,
    areas_of_departement,
    with_extent,
)
from geo_matching.matching.handover import move_colleges
from geo_matching.matching.tasks import enqueue_update
from transit.areas.areas import all_codes, area_of_code
from transit.areas.keeping import is_handing_over
from transit.areas.updating import Outlook, look, sources_in_use, update

EXAMPLES = 3


class Command(BaseCommand):
    help = (
        "Say which networks would be built anew and why. --apply asks the worker to do it; "
        "--apply --now does it here, the collèges of the areas included."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        choice = parser.add_mutually_exclusive_group(required=True)
        choice.add_argument("--departement", action="append", metavar="38", help="repeatable")
        choice.add_argument("--region", metavar="84", help="one network for a whole région")
        choice.add_argument("--area", metavar="CODE", help="an area that exists")
        choice.add_argument(
            "--all", action="store_true", help="every area; without any, one for each région"
        )
        parser.add_argument("--apply", action="store_true", help="do it; otherwise only show")
        parser.add_argument("--now", action="store_true", help="here, not in the worker")
        parser.add_argument("--workers", type=int, default=1, help="processes for commutes")
        parser.add_argument("--who", default="", help="who asks, kept in the journal")

    def handle(self, *_args: Any, **options: Any) -> None:
        failed = []
        try:
            areas = _areas(options)
        except InputError as error:
            raise CommandError(one_line(str(error)), returncode=2) from error
        for area in areas:
            try:
                self._one(area, options)
            except InputError as error:
                failed.append(f"{area.code}: {one_line(str(error))}")
        if failed:
            raise CommandError("; ".join(failed), returncode=2)

    def _one(self, area: Any, options: dict[str, Any]) -> None:
        self.stdout.write(f"{area.code} {area.name}")
        if options["apply"] and not options["now"]:
            area.save()
            asked = enqueue_update(area.code)
            self.stdout.write(
                "  asked of the worker" if asked else "  already waiting in the queue"
            )
            return
        began = time.monotonic()
        today, sources = timezone.localdate(), sources_in_use(self.stdout.write)
        if not options["apply"]:
            self._show(look(area, sources, today, self._progress))
            self.stdout.write("  Dry run: nothing was written. Add --apply to write.")
            return
        outlook, build = update(area, sources, today, self._progress, who=options["who"])
        self._show(outlook)
        if build is not None:
            self.stdout.write(
                f"  In service: timetable {build.covered_from} to {build.covered_to}, commutes of "
                f"{build.service_date}"
            )
        elif not is_handing_over(area.code):
            self.stdout.write("  No change.")
            return
        moved = move_colleges(area.code, options["workers"], self._progress)
        self.stdout.write(
            f"  {moved.computed} of {moved.colleges} collèges computed, "
            f"in {time.monotonic() - began:.1f} s"
        )

    def _progress(self, text: str) -> None:
        self.stderr.write(f"  ... {text}")

    def _show(self, outlook: Outlook) -> None:
        plan = outlook.plan
        for one in plan.feeds:
            first, last = one.facts.covered if one.facts else ("?", "?")
            self.stdout.write(f"  uses {one.feed.title} ({one.feed.licence}), {first} to {last}")
        for code, number in sorted(Counter(notice.code for notice in plan.notices).items()):
            texts = [notice.message for notice in plan.notices if notice.code == code]
            self.stdout.write(f"  {number} {code}: {'; '.join(texts[:EXAMPLES])}")
        for reason in outlook.reasons:
            self.stdout.write(f"  to build: {reason}")
        if not outlook.reasons:
            self.stdout.write(f"  up to date: {outlook.remark or 'nothing has changed'}")


def _areas(options: dict[str, Any]) -> list[Any]:
    if options["departement"]:
        found = [area for code in options["departement"] for area in areas_of_departement(code)]
        return list({area.code: area for area in found}.values())
    if options["region"]:
        return [area_of_region(options["region"])]
    codes = all_codes() if options["all"] else [options["area"]]
    if not codes:
        return areas_of_all_regions()
    return [with_extent(area_of_code(code)) for code in codes]
