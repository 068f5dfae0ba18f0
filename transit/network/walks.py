"""The face of the two ways to walk: through the streets, or straight where there are none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from transit.osm.linking import Links
from transit.osm.walking import Csr, WalkTargets

Float = NDArray[np.float64]
Path = tuple[tuple[float, float], ...]


@dataclass(frozen=True, eq=False)
class SortedTargets:
    """Linked points sorted for many searches from elsewhere; `by_street` is None without streets.

    The search from `matrix` has to be the one that they were sorted for.
    """

    links: Links
    by_street: WalkTargets | None = None


class Walks(Protocol):
    """What the engine asks of walking; lengths in metres, link to the street included."""

    @property
    def symmetric(self) -> bool:
        """Whether the walk back is always the walk there."""

    def link(self, lat: Float, lon: Float, *, allow_steps: bool = True) -> Links:
        """Snap points (degrees) to where walks begin; `Links.linked` is False beyond 300 m."""

    def sort_targets(
        self, links: Links, *, allow_steps: bool = True, towards: bool = False
    ) -> SortedTargets:
        """Sort points for searches with the same options."""

    def matrix(
        self,
        sources: Links,
        targets: Links | SortedTargets,
        *,
        limit_m: float,
        allow_steps: bool = True,
        towards: bool = False,
    ) -> Csr:
        """Return the walks of at most `limit_m` from each source to the targets, CSR by source.

        With `towards`, the walks from the targets to each source: the same but in one-way streets.
        """

    def reach(
        self,
        source: Links,
        sets: Sequence[tuple[SortedTargets, float]],
        *,
        allow_steps: bool = True,
        towards: bool = False,
    ) -> list[Float]:
        """Return metres[targets] from one point, for sets of targets with a limit each.

        The metres are those of `matrix`, infinite beyond the limit.
        """

    def walk(
        self, source: Links, target: Links, *, limit_m: float, allow_steps: bool = True
    ) -> tuple[float, Path] | None:
        """Return metres and (lat, lon) points of the shortest walk between two single points.

        The metres are those of `matrix`; None where there is no walk within the limit.
        """

    def path(
        self, source: Links, target: Links, *, limit_m: float, allow_steps: bool = True
    ) -> Path:
        """Return the (lat, lon) points of the shortest walk, the two ends where there is none."""

    def junctions(self) -> tuple[Float, Float]:
        """Return the degrees of the street junctions."""


def transpose(matrix: Csr, targets: int) -> Csr:
    """Return the same walks, CSR by target."""
    source = np.repeat(np.arange(len(matrix.first) - 1), np.diff(matrix.first))
    order = np.argsort(matrix.target, kind="stable")
    counts = np.bincount(matrix.target, minlength=targets)
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return Csr(first, source[order].astype(np.int32), matrix.metres[order])


def two_ends(source: Links, target: Links) -> Path:
    return (
        (float(source.lat[0]), float(source.lon[0])),
        (float(target.lat[0]), float(target.lon[0])),
    )
