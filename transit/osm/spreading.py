"""Where walkers who start at several places and times can be, and when: the stuff of isochrones."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from transit.osm.linking import Links
from transit.osm.spread_kernels import Arrivals, by_junction, sample_edges
from transit.osm.street_graph import StreetGraph, read_only
from transit.osm.walk_arrays import NONE, Labels
from transit.osm.walk_kernels import spread_labels
from transit.osm.walk_paths import points_at
from transit.osm.walking import sources_of, streets_of

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Spread:
    """Walks from several sources, each from its own start, as far as its limits allow.

    Attributes
    ----------
    graph : StreetGraph
        The graph.
    sources : Links
        The sources.
    start_s : float64[k]
        Source -> when its walker leaves it.
    limits : tuple[float, float, float]
        Metres per second, most metres of one walk, latest second.
    allow_steps : bool
        Whether flights of steps are walked on.
    first_label : int32[n+1]
        Junction -> its first label; labels of a junction are by time, and the later has always
        walked less.
    label_s, label_m : float64[l]
        Label -> second at the junction, metres walked by then (link included).
    """

    graph: StreetGraph
    sources: Links
    start_s: Floats
    limits: tuple[float, float, float]
    allow_steps: bool
    first_label: NDArray[np.int32]
    label_s: Floats
    label_m: Floats

    @property
    def node_time_s(self) -> Floats:
        """Junction -> earliest second, infinite where nobody comes."""
        times_s = np.full(self.graph.n_nodes, np.inf)
        reached = np.flatnonzero(np.diff(self.first_label))
        times_s[reached] = self.label_s[self.first_label[reached]]
        return times_s


def spread_from(  # noqa: PLR0913 - a walker has a speed, a limit and an end
    graph: StreetGraph,
    sources: Links,
    start_s: ArrayLike,
    *,
    speed_ms: float,
    limit_m: float,
    until_s: float,
    allow_steps: bool = True,
) -> Spread:
    """Walk from several sources at once, each from its own start.

    Parameters
    ----------
    graph : StreetGraph
        The graph that the sources are linked to.
    sources : Links
        The sources; those not linked are left out.
    start_s : int32[k]
        Source -> second at which its walker leaves it.
    speed_ms : float
        Metres per second.
    limit_m : float
        Most metres of one walk, its link included; inclusive.
    until_s : float
        Latest second; inclusive.
    allow_steps : bool
        Whether flights of steps may be walked on and linked to.

    Returns
    -------
    Spread
        Labels of all junctions that are reached; `reached_points` draws them.
    """
    starts = np.asarray(start_s, dtype=np.float64)
    limits = (float(speed_ms), float(limit_m), float(until_s))
    streets = streets_of(graph, allow_steps=allow_steps)
    seeds = sources_of(graph, sources, allow_steps=allow_steps)
    size, n = graph.arc_m.size + 2 * starts.size, NONE
    while n == NONE:
        labels = _room(graph.n_nodes, size)
        n, n_kept = spread_labels(streets, seeds, read_only(starts), limits, labels)
        size *= 2
    kept = by_junction(labels, n_kept, graph.n_nodes)
    return Spread(graph, sources, starts, limits, allow_steps, *kept)


def reached_points(spread: Spread, *, spacing_m: float = 25.0) -> tuple[Floats, Floats, Floats]:
    """Return places along the streets that somebody reaches, with the earliest second.

    Parameters
    ----------
    spread : Spread
        Walks from several sources.
    spacing_m : float
        Most metres between two neighbouring places of one edge.

    Returns
    -------
    tuple[float64[p], float64[p], float64[p]]
        Latitude and longitude in degrees, second: the junctions, where each source meets the
        street (with the second of its own walker), and places inside the edges.
    """
    graph, limits = spread.graph, spread.limits
    speed_ms, limit_m, until_s = limits
    node_s = spread.node_time_s
    node = np.flatnonzero(node_s < np.inf)
    seeds = sources_of(graph, spread.sources, allow_steps=spread.allow_steps)
    street_s = spread.start_s + spread.sources.link_m / speed_ms
    on_street = (seeds.edge != NONE) & (spread.sources.link_m <= limit_m) & (street_s <= until_s)
    source = np.flatnonzero(on_street)
    source_lat, source_lon = points_at(graph, spread.sources.take(source))
    inside = _places_inside(spread, source, street_s, spacing_m)
    return (
        np.concatenate((graph.node_lat[node], source_lat, inside[0])),
        np.concatenate((graph.node_lon[node], source_lon, inside[1])),
        np.concatenate((node_s[node], street_s[source], inside[2])),
    )


def _places_inside(
    spread: Spread, source: NDArray[np.int64], street_s: Floats, spacing_m: float
) -> tuple[Floats, Floats, Floats]:
    graph, links = spread.graph, spread.sources
    source = source[np.argsort(links.edge[source], kind="stable")]
    per_edge = np.bincount(links.edge[source], minlength=graph.n_edges)
    arrivals = Arrivals(
        first_label=read_only(spread.first_label),
        label_s=read_only(spread.label_s),
        label_m=read_only(spread.label_m),
        first_source=read_only(np.concatenate(([0], np.cumsum(per_edge))).astype(np.int32)),
        source_s=read_only(street_s[source]),
        source_m=read_only(links.link_m[source]),
        source_position_m=read_only(links.position_m[source]),
    )
    most = int(np.ceil(graph.edge_m / spacing_m).sum())
    out = np.empty(most), np.empty(most), np.empty(most)
    n = sample_edges(
        arrivals, graph.edges, float(spacing_m), spread.limits, out, spread.allow_steps
    )
    return out[0][:n], out[1][:n], out[2][:n]


def _room(n_nodes: int, size: int) -> Labels:
    return Labels(
        node=np.empty(size, dtype=np.int32),
        time_s=np.empty(size, dtype=np.float64),
        walked_m=np.empty(size, dtype=np.float64),
        start_s=np.empty(size, dtype=np.float64),
        kept=np.empty(size, dtype=np.int32),
        heap_s=np.empty(size, dtype=np.float64),
        heap_item=np.empty(size, dtype=np.int32),
        least_m=np.full(n_nodes, np.inf),
    )
