"""Finds out what an area's network would be built from today."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import cos, floor, radians
from typing import Any

import numpy as np

from geo_matching.common.errors import InputError
from geo_matching.common.notices import Notice
from geo_matching.common.text import fold
from transit.areas.catalogue import CatalogueFeed, Territory, covering, parse_catalogue
from transit.areas.choosing import Candidate, Choice, choose
from transit.areas.clipping import Box
from transit.areas.inspecting import Inspected, inspect_feed
from transit.areas.plans import AreaSpec, Plan
from transit.areas.sources import Sources
from transit.areas.streets import street_sources
from transit.areas.territory import epcis_of

# Streets beyond the area's edge, so that a way round outside of it is not cut.
MARGIN_M = 5_000
METRES_A_DEGREE = 111_195
# A box that moves by a stop's width is the same box.
STEP_DEGREES = 0.01


def plan_area(
    spec: AreaSpec, sources: Sources, today: date, progress: Callable[[str], None]
) -> Plan:
    """Find, download and choose the feeds of an area, and find its streets.

    Files are kept in the sources' folder; nothing else is written.

    Raises
    ------
    InputError
        When the catalogue or the index of streets cannot be read.
    """
    progress("reading the catalogue")
    content = sources.json_of(sources.catalogue, "catalogue.json")
    everything, dirt = parse_catalogue(content)
    territory, remarks = _with_epcis(spec, sources)
    feeds, unfit = _wanted(everything, spec, territory)
    inspected = list(_inspect(feeds, sources, progress))
    choice = choose([_candidate(one) for one in inspected if one.facts], today, spec.box)
    used = tuple(one for one in inspected if one.feed.resource_id in choice.kept)
    box, points = _box(spec, used)
    streets, replaced = (
        street_sources(spec.streets, spec.departements, points, sources) if used else ([], [])
    )
    plain = [Notice("area", 0, spec.code, "remark", text) for text in remarks + replaced]
    mine = [notice for notice in dirt if _concerns(notice, content, territory)]
    return Plan(
        area=spec.code,
        feeds=tuple(sorted(used, key=lambda one: one.feed.resource_id)),
        others=tuple(one for one in inspected if one not in used),
        choice=choice,
        streets=tuple(streets),
        box=box,
        notices=(*mine, *unfit, *_left_out(inspected, choice), *plain),
        today=today,
        streets_replaced=bool(replaced),
    )


def _inspect(
    feeds: Sequence[CatalogueFeed], sources: Sources, progress: Callable[[str], None]
) -> Iterator[Inspected]:
    for feed in feeds:
        progress(f"timetables: {feed.title}")
        yield inspect_feed(feed, sources)


def _left_out(inspected: Sequence[Inspected], choice: Choice) -> list[Notice]:
    refused = {one.feed.resource_id: (one.code, one.reason) for one in inspected if one.code}
    return [Notice("feeds", 0, key, *why) for key, why in (refused | choice.left).items()]


def _wanted(
    everything: Sequence[CatalogueFeed], spec: AreaSpec, territory: Territory
) -> tuple[list[CatalogueFeed], list[Notice]]:
    """Return the feeds chosen by hand, else those that cover the territory."""
    if not spec.pinned:
        return covering(everything, territory)
    found = [feed for feed in everything if feed.resource_id in spec.pinned]
    gone = sorted(spec.pinned - {feed.resource_id for feed in found})
    text = "chosen by hand, but the catalogue offers it no longer"
    return found, [Notice("feeds", 0, key, "gone", text) for key in gone]


def _with_epcis(spec: AreaSpec, sources: Sources) -> tuple[Territory, list[str]]:
    if spec.pinned:
        return spec.territory, []
    try:
        return replace(spec.territory, epcis=epcis_of(spec.departements, sources)), []
    except InputError as error:
        return spec.territory, [f"feeds known by their intercommunality are missed: {error}"]


def _concerns(notice: Notice, content: Sequence[Mapping[str, Any]], territory: Territory) -> bool:
    """Keep the catalogue's dirt to the datasets of the area, and those that tell no place."""
    areas = content[notice.row - 1].get("covered_area")
    if not isinstance(areas, list):
        return notice.code == "covered_area"
    return any(
        isinstance(one, dict)
        and territory.meets(fold(str(one.get("type", ""))), str(one.get("insee", "")))
        for one in areas
    )


def _candidate(one: Inspected) -> Candidate:
    assert one.facts is not None  # noqa: S101 - the caller has asked
    feed = one.feed
    return Candidate(feed.resource_id, feed.dataset_id, feed.title, feed.aggregate, one.facts)


def _box(spec: AreaSpec, used: Sequence[Inspected]) -> tuple[Box | None, Any]:
    """Return the box to cut the streets to, and the stops inside the area."""
    everywhere = (-180.0, -90.0, 180.0, 90.0)
    points = np.concatenate(
        [np.zeros((0, 2))]
        + [one.facts.inside(spec.box or everywhere) for one in used if one.facts is not None]
    )
    if spec.box is None and not len(points):
        return None, points
    west, south, east, north = spec.box or (*points.min(axis=0), *points.max(axis=0))
    high = MARGIN_M / METRES_A_DEGREE
    wide = high / cos(radians(max(abs(south), abs(north))))
    return (
        _down(west - wide),
        _down(south - high),
        -_down(-(east + wide)),
        -_down(-(north + high)),
    ), points


def _down(degrees: float) -> float:
    return round(floor(degrees / STEP_DEGREES) * STEP_DEGREES, 2)
