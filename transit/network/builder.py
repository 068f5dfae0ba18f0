"""Build a network folder from GTFS feeds and an OSM file."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from geo_matching.common.errors import InputError
from geo_matching.common.notices import Notice
from transit.gtfs.feed import Feed
from transit.gtfs.reader import read_feed
from transit.gtfs.validation import write_notices
from transit.network.merge import MergedFeeds, merge_feeds
from transit.network.storage import save_network, sha256_of
from transit.network.straight_walks import StraightWalks
from transit.network.street_walks import StreetWalks
from transit.network.transfers import combine
from transit.network.walks import Walks
from transit.osm.linking import EdgeIndex
from transit.osm.reader import read_street_graph

# Footpaths are stored for this walk (600 s at 4.5 km/h); longer ones are searched when asked for.
STORED_TRANSFER_M = 750.0
Progress = Callable[[str], None]


def build_network(
    gtfs: Sequence[Path],
    osm: Path | None,
    out: Path,
    *,
    allow_on_demand: bool = False,
    progress: Progress = lambda _: None,
) -> Path:
    """Build a network and write its folder.

    Parameters
    ----------
    gtfs : sequence of Path
        One zip a feed; the file's stem names the feed.
    osm : Path or None
        OSM pbf or XML; None = no streets, walks are great circle x 1.3.
    out : Path
        Folder to write; an older network there is replaced at once.

    Raises
    ------
    InputError
        For a file that cannot be used; nothing is left half written.
    """
    if not gtfs:
        raise InputError("no GTFS feed was given: at least one --gtfs FILE.zip is needed")
    feeds = []
    for path, name in zip(gtfs, feed_names(gtfs), strict=True):
        progress(f"reading {path.name}")
        feeds.append(read_feed(path, name=name, allow_on_demand=allow_on_demand))
    merged = merge_feeds(feeds)
    notices = [notice for feed in feeds for notice in feed.notices]
    walks, street_arrays, street_texts, street_notices = _read_streets(osm, progress)
    progress("linking stops and walking between them")
    arrays = {**_timetable_arrays(merged), **street_arrays, **_walk_arrays(merged, walks)}
    manifest = _manifest(gtfs, osm, feeds, merged, arrays, allow_on_demand=allow_on_demand)
    progress(f"writing {out}")
    save_network(
        out,
        arrays,
        {**merged.texts, **street_texts},
        manifest,
        finish=lambda draft: write_notices(draft / "notices.csv", notices + street_notices),
    )
    return out


def feed_names(paths: Sequence[Path]) -> list[str]:
    """Name each feed after its file; the second of two equal stems becomes `stem-2`."""
    names: list[str] = []
    for path in paths:
        name, number = path.stem, 2
        while name in names:
            name, number = f"{path.stem}-{number}", number + 1
        names.append(name)
    return names


def _read_streets(
    osm: Path | None, progress: Progress
) -> tuple[Walks, dict[str, Any], dict[str, list[str]], list[Notice]]:
    if osm is None:
        return StraightWalks(), {}, {}, []
    progress(f"reading {osm.name}")
    graph, notices = read_street_graph(osm)
    arrays = {
        f"street_{name}": value
        for name, value in vars(graph).items()
        if isinstance(value, np.ndarray)
    }
    walks = StreetWalks(graph, EdgeIndex.build(graph))
    arrays |= {f"grid_{name}": value for name, value in walks.index.arrays().items()}
    return walks, arrays, {"street_name": list(graph.names)}, notices


def _timetable_arrays(merged: MergedFeeds) -> dict[str, Any]:
    arrays = {f"timetable_{name}": value for name, value in merged.timetable._asdict().items()}
    shown = {f"shown_{name}": value for name, value in merged.arrays.items()}
    return {
        **arrays,
        **shown,
        "stop_lat": merged.lat,
        "stop_lon": merged.lon,
        "stop_station": merged.station,
    }


def _walk_arrays(merged: MergedFeeds, walks: Walks) -> dict[str, Any]:
    links = walks.link(merged.lat, merged.lon)
    street = walks.matrix(links, links, limit_m=STORED_TRANSFER_M)
    stored = combine(
        (street.first, street.target, street.metres),
        merged.station,
        merged.rules,
        merged.lat,
        merged.lon,
    )
    rules = {f"rule_{name}": value for name, value in vars(merged.rules).items()}
    linked = {
        "link_edge": links.edge,
        "link_position_m": links.position_m,
        "link_link_m": links.link_m,
    }
    paths = {f"footpath_{name}": value for name, value in stored._asdict().items()}
    return {**linked, **paths, **rules}


def _manifest(
    gtfs: Sequence[Path],
    osm: Path | None,
    feeds: list[Feed],
    merged: MergedFeeds,
    arrays: dict[str, Any],
    *,
    allow_on_demand: bool,
) -> dict[str, Any]:
    inputs = [(path, "gtfs") for path in gtfs] + ([(osm, "osm")] if osm else [])
    return {
        "inputs": [
            {"name": path.name, "kind": kind, "sha256": sha256_of(path)} for path, kind in inputs
        ],
        "parameters": {
            "allow_on_demand": allow_on_demand,
            "streets": osm is not None,
            "stored_transfer_m": STORED_TRANSFER_M,
        },
        "first_day": str(merged.first_day),
        "covered": _covered(merged),
        "timezone": feeds[0].timezone,
        "counts": {"feeds": len(feeds), **_counts(merged, arrays)},
    }


def _covered(merged: MergedFeeds) -> list[str]:
    """Return the first and the last day on which a trip runs."""
    used = np.zeros(len(merged.timetable.active), np.bool_)
    used[merged.timetable.service] = True
    days = np.flatnonzero(merged.timetable.active[used].any(axis=0))
    return [str(merged.first_day + timedelta(int(day))) for day in (days[0], days[-1])]


def _counts(merged: MergedFeeds, arrays: dict[str, Any]) -> dict[str, int]:
    return {
        "stops": len(merged.lat),
        "stops_linked": int(np.count_nonzero(arrays["link_edge"] >= 0)),
        "routes": len(merged.texts["route_id"]),
        "trips": len(merged.timetable.service),
        "trips_from_frequencies": int(merged.arrays["trip_from_frequency"].sum()),
        "stop_times": len(merged.timetable.stop),
        "footpaths": len(arrays["footpath_target"]),
        "street_nodes": len(arrays.get("street_node_lat", ())),
        "street_edges": len(arrays.get("street_edge_m", ())),
    }
