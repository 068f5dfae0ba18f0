"""`import_basemap --osm FILE [--area NAME] [--apply]`: the streets and water behind the markers."""

import hashlib
import time
from argparse import ArgumentParser
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from geo_matching.common.errors import InputError
from geo_matching.common.models import ImportNotice, ImportRun
from geo_matching.common.notices import Notice
from transit.basemap import BasemapRow, read_basemap
from transit.basemap_rows import ewkb_hex, write_basemap
from transit.models import NetworkBuild

SOURCE = "basemap"


class Command(BaseCommand):
    help = (
        "Read the base map of a network's area from its OSM file; shows the diff without --apply."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--osm", required=True, type=Path, help="the OSM file of the build")
        parser.add_argument("--area", default="", help="area of the build; needed when several run")
        parser.add_argument("--apply", action="store_true", help="write; otherwise only show")
        parser.add_argument("--licence", default="ODbL", help="licence of the file")
        parser.add_argument("--who", default="", help="who runs the import")

    def handle(self, *_args: Any, **options: Any) -> None:
        started = time.perf_counter()
        try:
            build = _active_build(options["area"])
            rows, notices = read_basemap(options["osm"])
        except InputError as error:
            raise CommandError(str(error), returncode=2) from error
        new, old = Counter(map(_fingerprint, rows)), _stored(build)
        counts = {
            "added": (new - old).total(),
            "removed": (old - new).total(),
            "unchanged": (new & old).total(),
        }
        self._show(build, rows, notices, counts)
        if not options["apply"]:
            self.stdout.write("Nothing written: add --apply.")
        elif new == old:
            self.stdout.write("No change.")
        else:
            write_basemap(build, rows)
            run = _record(options, counts, time.perf_counter() - started)
            ImportNotice.objects.bulk_create(ImportNotice(run=run, **asdict(n)) for n in notices)
            self.stdout.write(f"Written in {run.duration_s:.1f} s.")

    def _show(
        self,
        build: NetworkBuild,
        rows: list[BasemapRow],
        notices: list[Notice],
        counts: dict[str, int],
    ) -> None:
        self.stdout.write(f"Base map of {build.area} (build {build.pk})")
        for kind, number in sorted(Counter(row.kind for row in rows).items()):
            self.stdout.write(f"  {kind:<10}{number:>8}")
        self.stdout.write("  " + ", ".join(f"{number} {word}" for word, number in counts.items()))
        if notices:
            self.stdout.write(f"  {len(notices)} left out, e.g. {notices[0].message}")


def _active_build(area: str) -> NetworkBuild:
    active = NetworkBuild.objects.filter(active=True).order_by("area")
    if area:
        active = active.filter(area=area)
    builds = list(active[:2])
    if not builds:
        raise InputError(
            f"no active network{f' of area {area}' if area else ''}: register one first"
        )
    if len(builds) > 1:
        raise InputError("several networks are active: name one with --area")
    return builds[0]


def _fingerprint(row: BasemapRow) -> str:
    text = "\t".join((row.kind, row.detail, row.name, str(row.min_zoom), ewkb_hex(row)))
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _stored(build: NetworkBuild) -> Counter[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT md5(concat_ws(E'\\t', kind, detail, name, min_zoom, geometry::text))"
            " FROM transit_basemapfeature WHERE build_id = %s",
            [build.pk],
        )
        return Counter(value for (value,) in cursor.fetchall())


def _record(options: dict[str, Any], counts: dict[str, int], duration_s: float) -> ImportRun:
    path: Path = options["osm"]
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    file = {"name": path.name, "size": path.stat().st_size, "sha256": sha256}
    return ImportRun.objects.create(
        source=SOURCE,
        licence=options["licence"],
        files=[file],
        sha256=sha256,
        who=options["who"],
        duration_s=round(duration_s, 2),
        **counts,
    )
