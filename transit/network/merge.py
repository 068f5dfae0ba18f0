"""Several feeds made one: indexes shifted, ids prefixed by their feed, unused places left out."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from transit.gtfs.feed import Feed
from transit.network.timetable import Timetable
from transit.network.transfers import Rules, resolve_rules


@dataclass(frozen=True)
class MergedFeeds:
    """The timetable of all feeds, with what is needed to show and to link its stops."""

    timetable: Timetable
    arrays: dict[str, NDArray]  # what journeys show: see `_shown`
    texts: dict[str, list[str]]
    lat: NDArray[np.float64]  # stop -> degrees
    lon: NDArray[np.float64]
    station: NDArray[np.int64]  # stop -> number of its station over all feeds, -1
    rules: Rules
    first_day: date


def merge_feeds(feeds: list[Feed]) -> MergedFeeds:
    """Merge feeds in the order given; days count from the first day any of them covers."""
    first_day = min(feed.services.first_day for feed in feeds)
    parts = [_Part(feed) for feed in feeds]
    offsets = _offsets(parts)
    return MergedFeeds(
        timetable=_timetable(parts, offsets, first_day),
        arrays=_shown(parts, offsets),
        texts=_texts(parts),
        lat=np.concatenate([part.feed.stops.lat[part.used] for part in parts]),
        lon=np.concatenate([part.feed.stops.lon[part.used] for part in parts]),
        station=_join([part.feed.stops.parent[part.used] for part in parts], offsets["place"]),
        rules=_rules(parts, offsets["stop"]),
        first_day=first_day,
    )


class _Part:
    """One feed with the stops that its trips use."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.used = np.unique(feed.stop_times.stop)
        self.stop_index = np.full(len(feed.stops.ids), -1, np.int32)
        self.stop_index[self.used] = np.arange(len(self.used))
        self.blocks = int(feed.trips.block.max(initial=-1)) + 1


def _offsets(parts: list[_Part]) -> dict[str, list[int]]:
    sizes = {
        "stop": [len(part.used) for part in parts],
        "place": [len(part.feed.stops.ids) for part in parts],
        "route": [len(part.feed.routes.ids) for part in parts],
        "service": [len(part.feed.services.ids) for part in parts],
        "block": [part.blocks for part in parts],
        "shape": [len(part.feed.shapes.ids) for part in parts],
        "call": [len(part.feed.stop_times.stop) for part in parts],
        "point": [len(part.feed.shapes.lat) for part in parts],
    }
    return {name: [sum(counts[:i]) for i in range(len(parts))] for name, counts in sizes.items()}


def _join(arrays: list[NDArray], offsets: list[int]) -> NDArray[np.int64]:
    """Concatenate indexes of several feeds; negative ones stay -1."""
    return np.concatenate(
        [
            np.where(array >= 0, array.astype(np.int64) + offset, -1)
            for array, offset in zip(arrays, offsets, strict=True)
        ]
    )


def _join_csr(firsts: list[NDArray[np.int64]], offsets: list[int]) -> NDArray[np.int64]:
    """Concatenate the `first` arrays of several CSR tables into one."""
    cut = [first[:-1] + offset for first, offset in zip(firsts, offsets, strict=True)]
    return np.concatenate([*cut, [offsets[-1] + firsts[-1][-1]]]).astype(np.int64)


def _timetable(parts: list[_Part], offsets: dict[str, list[int]], first_day: date) -> Timetable:
    calls = [part.feed.stop_times for part in parts]
    trips = [part.feed.trips for part in parts]
    stops = [
        part.stop_index[call.stop].astype(np.int32) for part, call in zip(parts, calls, strict=True)
    ]
    return Timetable(
        first_stop_time=_join_csr([trip.first_stop_time for trip in trips], offsets["call"]),
        stop=_join(stops, offsets["stop"]).astype(np.int32),
        arrival=np.concatenate([call.arrival for call in calls]),
        departure=np.concatenate([call.departure for call in calls]),
        pickup=np.concatenate([call.pickup for call in calls]),
        drop_off=np.concatenate([call.drop_off for call in calls]),
        service=_join([trip.service for trip in trips], offsets["service"]).astype(np.int32),
        block=_join([trip.block for trip in trips], offsets["block"]).astype(np.int32),
        trip_wheelchair=np.concatenate([trip.wheelchair for trip in trips]),
        stop_wheelchair=np.concatenate([part.feed.stops.wheelchair[part.used] for part in parts]),
        active=_active(parts, first_day),
    )


def _active(parts: list[_Part], first_day: date) -> NDArray[np.bool_]:
    starts = [(part.feed.services.first_day - first_day).days for part in parts]
    lengths = [part.feed.services.active.shape[1] for part in parts]
    days = max(start + length for start, length in zip(starts, lengths, strict=True))
    rows = []
    for part, start, length in zip(parts, starts, lengths, strict=True):
        active = np.zeros((len(part.feed.services.ids), days), np.bool_)
        active[:, start : start + length] = part.feed.services.active
        rows.append(active)
    return np.concatenate(rows)


def _shown(parts: list[_Part], offsets: dict[str, list[int]]) -> dict[str, NDArray]:
    trips = [part.feed.trips for part in parts]
    distances = [
        call.shape_dist if call.shape_dist is not None else np.full(len(call.stop), np.nan)
        for call in (part.feed.stop_times for part in parts)
    ]
    headsign = _headsigns(parts)
    return {
        "trip_route": _join([trip.route for trip in trips], offsets["route"]).astype(np.int32),
        "trip_shape": _join([trip.shape for trip in trips], offsets["shape"]).astype(np.int32),
        "trip_headsign": headsign,
        "trip_from_frequency": np.concatenate([trip.from_frequency for trip in trips]),
        "route_type": np.concatenate([part.feed.routes.types for part in parts]).astype(np.int32),
        "route_feed": np.repeat(
            np.arange(len(parts)), [len(part.feed.routes.ids) for part in parts]
        ).astype(np.int32),
        "shape_first": _join_csr(
            [part.feed.shapes.first_point for part in parts], offsets["point"]
        ),
        "shape_lat": np.concatenate([part.feed.shapes.lat for part in parts]),
        "shape_lon": np.concatenate([part.feed.shapes.lon for part in parts]),
        "call_shape_dist": np.concatenate(distances).astype(np.float32),
    }


def _headsigns(parts: list[_Part]) -> NDArray[np.int32]:
    table = {text: i for i, text in enumerate(_headsign_table(parts))}
    return np.array([table[text] for part in parts for text in part.feed.trips.headsigns], np.int32)


def _headsign_table(parts: list[_Part]) -> list[str]:
    return sorted({text for part in parts for text in part.feed.trips.headsigns})


def _texts(parts: list[_Part]) -> dict[str, list[str]]:
    def prefixed(part: _Part, ids: list[str]) -> list[str]:
        return [f"{part.feed.name}:{one}" for one in ids]

    texts: dict[str, list[str]] = {
        "stop_id": [],
        "stop_name": [],
        "route_id": [],
        "route_agency": [],
        "route_short_name": [],
        "route_long_name": [],
        "route_colour": [],
        "route_text_colour": [],
        "trip_id": [],
        "feed": [part.feed.name for part in parts],
        "headsign": _headsign_table(parts),
    }
    for part in parts:
        stops, routes = part.feed.stops, part.feed.routes
        texts["stop_id"] += prefixed(part, [stops.ids[row] for row in part.used])
        texts["stop_name"] += [stops.names[row] for row in part.used]
        texts["route_id"] += prefixed(part, routes.ids)
        texts["route_agency"] += routes.agencies
        texts["route_short_name"] += routes.short_names
        texts["route_long_name"] += routes.long_names
        texts["route_colour"] += routes.colours
        texts["route_text_colour"] += routes.text_colours
        texts["trip_id"] += prefixed(part, part.feed.trips.ids)
    return texts


def _rules(parts: list[_Part], offsets: list[int]) -> Rules:
    resolved = [resolve_rules(part.feed, part.stop_index) for part in parts]
    pairs = list(zip(resolved, offsets, strict=True))
    return Rules(
        source=np.concatenate([rules.source + offset for rules, offset in pairs]),
        target=np.concatenate([rules.target + offset for rules, offset in pairs]),
        rule=np.concatenate([rules.rule for rules in resolved]),
        minimum_s=np.concatenate([rules.minimum_s for rules in resolved]),
    )
