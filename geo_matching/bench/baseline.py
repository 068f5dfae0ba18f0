"""The obvious way: pandas for the timetable, networkx for the streets, a search in plain Python.

It approximates what the engine defines exactly (stops stand on the nearest junction, transfers.txt
is not read), as a first version does: results are compared within minutes, not seconds.
"""

import datetime as dt
import heapq
import math
import zipfile
from bisect import bisect_left
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import osmium
import pandas as pd
from scipy.spatial import cKDTree

WALK_MS = 4.5 / 3.6
BOARD_WAIT_S = 60
LINK_M = 300
ISLAND_NODES = 40
EARTH_M = 6_371_008.8
# A node of the street graph and the metres to it.
Point = tuple[int, float]


def read_streets(pbf: Path) -> nx.Graph:
    """Return junctions and every point between them, edges with their length in metres."""
    graph = nx.Graph()
    ways = osmium.filter.EntityFilter(osmium.osm.WAY)
    for way in osmium.FileProcessor(str(pbf)).with_locations().with_filter(ways):
        if not isinstance(way, osmium.osm.Way) or "highway" not in way.tags:
            continue
        points = [(node.ref, node.lat, node.lon) for node in way.nodes if node.location.valid()]
        for (a, lat_a, lon_a), (b, lat_b, lon_b) in pairwise(points):
            x = math.radians(lon_b - lon_a) * math.cos(math.radians(lat_a))
            metres = EARTH_M * math.hypot(x, math.radians(lat_b - lat_a))
            graph.add_node(a, lat=lat_a, lon=lon_a)
            graph.add_node(b, lat=lat_b, lon=lon_b)
            graph.add_edge(a, b, m=metres)
    for island in list(nx.connected_components(graph)):
        if len(island) < ISLAND_NODES:
            graph.remove_nodes_from(island)
    return graph


def read_stop_times(gtfs: Path, day: dt.date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the stops, and the stop times of the day's trips in order."""
    with zipfile.ZipFile(gtfs) as archive:
        tables = {
            name: pd.read_csv(archive.open(f"{name}.txt"), dtype=str, encoding="utf-8-sig")
            for name in ("stops", "trips", "stop_times", "calendar_dates")
        }
    dates = tables["calendar_dates"]
    today = dates[(dates["date"] == f"{day:%Y%m%d}") & (dates["exception_type"] == "1")]
    trips = tables["trips"][tables["trips"]["service_id"].isin(today["service_id"])]
    times = tables["stop_times"][tables["stop_times"]["trip_id"].isin(trips["trip_id"])].copy()
    for column in ("arrival_time", "departure_time"):
        parts = times[column].str.split(":", expand=True).astype(int)
        times[column] = parts[0] * 3600 + parts[1] * 60 + parts[2]
    times["stop_sequence"] = times["stop_sequence"].astype(int)
    stops = tables["stops"].astype({"stop_lat": float, "stop_lon": float})
    return stops, times.sort_values(["trip_id", "stop_sequence"], kind="stable")


class Baseline:
    """A whole network, and one search of it."""

    def __init__(self, gtfs: Path, pbf: Path, day: dt.date, transfer_s: int = 600) -> None:
        self.streets = read_streets(pbf)
        self.nodes = list(self.streets)
        degrees = [(d["lat"], d["lon"]) for _, d in self.streets.nodes(data=True)]
        self.scale = np.array([1.0, math.cos(math.radians(float(np.mean(degrees, axis=0)[0])))])
        self.tree = cKDTree(np.array(degrees) * self.scale)
        stops, times = read_stop_times(gtfs, day)
        used = stops[stops["stop_id"].isin(times["stop_id"])]
        self.stop_ids = list(used["stop_id"])
        self.at_node = defaultdict(list)
        points = dict(zip(self.stop_ids, self.nearest(used), strict=True))
        for stop, point in points.items():
            if point is not None:
                self.at_node[point[0]].append((stop, point[1]))
        self._make_patterns(times)
        self.footpaths = {
            stop: self.walks_from(point, transfer_s) for stop, point in points.items()
        }

    def nearest(self, places: pd.DataFrame) -> list[Point | None]:
        """Return the node and the metres to it of each place, None when the streets are too far."""
        points = places[["stop_lat", "stop_lon"]].to_numpy() * self.scale
        degrees, index = self.tree.query(points)
        metres = np.radians(degrees) * EARTH_M
        found = zip(index, metres, strict=True)
        return [(self.nodes[i], float(m)) if m <= LINK_M else None for i, m in found]

    def walks_from(self, point: Point | None, limit_s: int) -> dict[str, int]:
        """Return the seconds to each stop within the limit."""
        if point is None:
            return {}
        node, link_m = point
        limit_m = limit_s * WALK_MS - link_m
        reached = nx.single_source_dijkstra_path_length(self.streets, node, limit_m, weight="m")
        return {
            stop: math.ceil((link_m + metres + last_m) / WALK_MS)
            for place, metres in reached.items()
            for stop, last_m in self.at_node.get(place, ())
            if metres + last_m <= limit_m
        }

    def _make_patterns(self, times: pd.DataFrame) -> None:
        allowed = (
            times.get("pickup_type", pd.Series("0", index=times.index)).fillna("0").isin(["0", "3"])
        )
        columns = (times["stop_id"], times["arrival_time"], times["departure_time"], allowed)
        grouped: dict[tuple, list] = defaultdict(list)
        rows = pd.DataFrame(dict(zip("sadp", columns, strict=True))).groupby(
            times["trip_id"], sort=False
        )
        for _, trip in rows:
            grouped[tuple(trip["s"]), tuple(trip["p"])].append((tuple(trip["d"]), tuple(trip["a"])))
        self.patterns: list[tuple[tuple[str, ...], list, list]] = []
        self.at_stop: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for (sequence, boards), trips in grouped.items():
            trips.sort()
            departures = [[trip[0][k] for trip in trips] for k in range(len(sequence))]
            for k, (stop, board) in enumerate(zip(sequence[:-1], boards, strict=False)):
                if board:
                    self.at_stop[stop].append((len(self.patterns), k))
            self.patterns.append((sequence, departures, [trip[1] for trip in trips]))

    def search(self, walks: dict[str, int], depart_s: int, longest_s: int) -> dict[str, int]:
        """Return the earliest arrival at every stop reached: Dijkstra over stops and trips."""
        best: dict[tuple[str, bool], int] = {}
        boarded: dict[int, tuple[int, int]] = {}
        heap = [(depart_s + walk, stop, True) for stop, walk in walks.items()]
        heapq.heapify(heap)
        while heap:
            now, stop, walked = heapq.heappop(heap)
            if now > depart_s + longest_s or now >= best.get((stop, walked), now + 1):
                continue
            best[stop, walked] = now
            if not walked:
                for other, walk in self.footpaths.get(stop, {}).items():
                    heapq.heappush(heap, (now + walk, other, True))
            for pattern, k in self.at_stop[stop]:
                self._ride(heap, boarded, (pattern, k), now)
        reached: dict[str, int] = {}
        for (stop, _), time_s in best.items():
            reached[stop] = min(time_s, reached.get(stop, time_s))
        return reached

    def _ride(self, heap: list, boarded: dict, place: tuple[int, int], now: int) -> None:
        pattern, k = place
        sequence, departures, arrivals = self.patterns[pattern]
        trip = bisect_left(departures[k], now + BOARD_WAIT_S)
        earlier, position = boarded.get(pattern, (len(arrivals), k))
        if trip == len(arrivals) or (trip >= earlier and k >= position):
            return
        boarded[pattern] = (trip, k)
        for later in range(k + 1, len(sequence)):
            heapq.heappush(heap, (arrivals[trip][later], sequence[later], False))
