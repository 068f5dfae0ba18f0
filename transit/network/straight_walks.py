"""Walks where there is no street file, behind the face of `walks.Walks`."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from transit.network.straight import straight_matrix, straight_walks_m
from transit.network.walks import Float, Path, SortedTargets, two_ends
from transit.osm.linking import Links
from transit.osm.walking import Csr


@dataclass(frozen=True, eq=False)
class StraightWalks:
    """Great circle x 1.3: for tests, and for feeds whose streets are missing."""

    def link(self, lat: Float, lon: Float, *, allow_steps: bool = True) -> Links:  # noqa: ARG002
        count = len(lat)
        # A stop without a position is reached by vehicles alone.
        edge = np.where(np.isfinite(lat) & np.isfinite(lon), 0, -1).astype(np.int32)
        return Links(edge, np.zeros(count), np.zeros(count), lat, lon)

    symmetric = True

    def sort_targets(
        self,
        links: Links,
        *,
        allow_steps: bool = True,  # noqa: ARG002
        towards: bool = False,  # noqa: ARG002
    ) -> SortedTargets:
        return SortedTargets(links)

    def matrix(
        self,
        sources: Links,
        targets: Links | SortedTargets,
        *,
        limit_m: float,
        allow_steps: bool = True,  # noqa: ARG002
        towards: bool = False,  # noqa: ARG002
    ) -> Csr:
        if isinstance(targets, SortedTargets):
            targets = targets.links
        return Csr(
            *straight_matrix((sources.lat, sources.lon), (targets.lat, targets.lon), limit_m)
        )

    def reach(
        self,
        source: Links,
        sets: Sequence[tuple[SortedTargets, float]],
        *,
        allow_steps: bool = True,  # noqa: ARG002
        towards: bool = False,  # noqa: ARG002
    ) -> list[Float]:
        found = []
        for targets, limit_m in sets:
            row = self.matrix(source, targets, limit_m=limit_m)
            metres = np.full(len(targets.links.edge), np.inf)
            metres[row.target] = row.metres
            found.append(metres)
        return found

    def walk(
        self,
        source: Links,
        target: Links,
        *,
        limit_m: float,
        allow_steps: bool = True,  # noqa: ARG002
    ) -> tuple[float, Path] | None:
        metres = _straight_m(source, target)
        return (metres, two_ends(source, target)) if metres <= limit_m else None

    def path(
        self,
        source: Links,
        target: Links,
        *,
        limit_m: float,  # noqa: ARG002
        allow_steps: bool = True,  # noqa: ARG002
    ) -> Path:
        return two_ends(source, target)

    def junctions(self) -> tuple[Float, Float]:
        return np.empty(0), np.empty(0)


def _straight_m(source: Links, target: Links) -> float:
    """Return the metres of the straight walk between two single points."""
    return float(straight_walks_m(source.lat, source.lon, target.lat, target.lon)[0])
