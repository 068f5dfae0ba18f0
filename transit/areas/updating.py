"""Builds the network of an area beside the one in service, and swaps it in."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from geo_matching.common.download import downloader_from_settings
from geo_matching.common.errors import InputError
from geo_matching.common.fetching import fetcher
from geo_matching.common.source_list import read_sources
from transit.areas.catalogue import Territory
from transit.areas.journal import keep_feeds, keep_run
from transit.areas.keeping import prune
from transit.areas.planning import plan_area
from transit.areas.plans import AreaSpec, Plan
from transit.areas.reasons import reasons_to_build, same_feeds
from transit.areas.sources import SOURCE_NAMES, Fetch, Sources
from transit.areas.streets import fetch_streets
from transit.basemap import BasemapRow, read_basemap
from transit.basemap_rows import copy_basemap, write_basemap
from transit.models import Area, BasemapFeature, NetworkBuild
from transit.network.builder import build_network
from transit.queries import open_network
from transit.registry import enter, put_in_service

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an update would do: `reasons` to build, none where the network stays; `remark` why."""

    plan: Plan
    reasons: tuple[str, ...]
    remark: str = ""


def sources_in_use(say: Progress = lambda _: None, fetch: Fetch | None = None) -> Sources:
    """Return the sources that the list names, or the files that stand in for them.

    Raises
    ------
    InputError
        When the list has a fault, or files are given for something else.
    """
    unknown = set(settings.SOURCE_FILES) - set(SOURCE_NAMES.values())
    if unknown:
        known = ", ".join(sorted(SOURCE_NAMES.values()))
        raise InputError(f"SOURCE_FILES: no source {min(unknown)!r} of networks; known: {known}")
    listed = read_sources(settings.SOURCES_FILE, settings.SOURCE_BASES)
    hosts = frozenset(listed.get("transit_datasets").hosts)
    addresses = {
        field: settings.SOURCE_FILES.get(name) or listed.address_of(name)
        for field, name in SOURCE_NAMES.items()
    }
    return Sources(
        **addresses,
        fetch=fetch or fetcher(downloader_from_settings(say), hosts),
        folder=settings.SOURCES_DIR,
    )


def spec_of(area: Area) -> AreaSpec:
    """Return what is asked of an area, saved or not."""
    pinned = [] if area._state.adding else area.pinned.values_list("resource_id", flat=True)  # noqa: SLF001
    return AreaSpec(
        code=area.code,
        territory=Territory(
            departements=frozenset(area.departements),
            regions=frozenset(area.regions),
            communes=frozenset(area.communes),
        ),
        box=area.extent.extent if area.extent else None,
        pinned=frozenset(pinned),
        streets=tuple(area.streets),
    )


def look(area: Area, sources: Sources, today: date, progress: Progress) -> Outlook:
    """Find out what an update of an area would do; nothing but files of sources is written.

    Raises
    ------
    InputError
        When the catalogue or the streets cannot be found.
    """
    with _sources_to_oneself():
        plan = plan_area(spec_of(area), sources, today, progress)
    active = NetworkBuild.objects.filter(area=area.code, active=True).first()
    built = active.inputs if active else None
    if not plan.feeds:
        return Outlook(plan, (), "no usable feed: the network in service, if any, stays")
    reasons = reasons_to_build(plan, built)
    withdrawn = NetworkBuild.objects.filter(area=area.code, withdrawn=True)
    if reasons and any(same_feeds(plan.inputs, build.inputs) for build in withdrawn):
        return Outlook(plan, (), "the same feeds made the network that was withdrawn by hand")
    if not reasons and active and active.expires_on and active.expires_on <= today:
        return Outlook(plan, (), f"expired on {active.expires_on}, and nothing newer is published")
    return Outlook(plan, tuple(reasons))


def update(
    area: Area, sources: Sources, today: date, progress: Progress, *, who: str = ""
) -> tuple[Outlook, NetworkBuild | None]:
    """Bring the network of an area up to date; return what was found, and the new build if any.

    A build is written beside and swapped in by one transaction; whatever fails before leaves the
    old one in service. Older builds than the previous one are deleted.

    Raises
    ------
    InputError
        When a source cannot be used, or another update of the area runs.
    """
    began = time.monotonic()
    with _one_at_a_time(area.code):
        outlook = look(area, sources, today, progress)
        if not outlook.reasons:
            with transaction.atomic():
                area.save()
                keep_feeds(area, outlook.plan)
            return outlook, None
        build = _build(area, outlook, sources, progress, (began, who))
        prune(area.code)
    return outlook, build


def folder_of(code: str) -> Path:
    """Return the folder that holds the builds of an area, and nothing else."""
    return Path(settings.NETWORKS_DIR) / "areas" / code


def _build(
    area: Area, outlook: Outlook, sources: Sources, progress: Progress, took: tuple[float, str]
) -> NetworkBuild:
    plan = outlook.plan
    assert plan.box is not None  # noqa: S101 - a plan with feeds has a box
    with _sources_to_oneself():
        streets, vintage = fetch_streets(plan.streets, plan.box, sources, progress)
    out = folder_of(area.code) / plan.inputs_sha256[:16]
    out.parent.mkdir(parents=True, exist_ok=True)
    build_network([one.path for one in plan.feeds if one.path], streets, out, progress=progress)
    old = NetworkBuild.objects.filter(area=area.code, active=True).first()
    rows = None if _same_streets(old, plan) else read_basemap(streets)[0]
    more: dict[str, Any] = {
        "expires_on": plan.choice.expires_on,
        "inputs": {**plan.inputs, "streets_vintage": vintage, "streets_file": str(streets)},
        "inputs_sha256": plan.inputs_sha256,
    }
    if area.extent:
        more["extent"] = area.extent
    network = open_network(out)
    day = plan.choice.day
    progress("swapping it in")
    with transaction.atomic():
        area.save()
        keep_feeds(area, plan)
        build = enter(network, area.code, day if day and network.trips_on(day) else None, more)
        _give_basemap(old, build, rows)
        put_in_service(build, hand_over=True)
        keep_run(plan, build, outlook.reasons, (time.monotonic() - took[0], took[1]))
    return build


def _same_streets(old: NetworkBuild | None, plan: Plan) -> bool:
    if old is None or not BasemapFeature.objects.filter(build=old).exists():
        return False
    same = ("streets", "box")
    return all(old.inputs.get(name) == plan.inputs[name] for name in same)


def _give_basemap(
    old: NetworkBuild | None, build: NetworkBuild, rows: list[BasemapRow] | None
) -> None:
    if rows is not None:
        write_basemap(build, rows)
    elif old is not None:
        copy_basemap(old, build)


@contextmanager
def _one_at_a_time(code: str) -> Iterator[None]:
    key = [f"network:{code}"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('networks'), hashtext(%s))", key)
        if not cursor.fetchone()[0]:
            raise InputError(f"another update of the area {code} is running")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('networks'), hashtext(%s))", key)


@contextmanager
def _sources_to_oneself() -> Iterator[None]:
    """Wait until no other update reads or writes the downloaded files, which areas share."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('networks'), hashtext('sources'))")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('networks'), hashtext('sources'))")
