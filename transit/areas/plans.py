"""What is asked of an area, and what its network would be built from."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from geo_matching.common.notices import Notice
from transit.areas.catalogue import Territory
from transit.areas.choosing import Choice
from transit.areas.clipping import Box
from transit.areas.inspecting import Inspected
from transit.areas.streets import StreetSource
from transit.network.storage import FORMAT_VERSION


@dataclass(frozen=True, slots=True)
class AreaSpec:
    """What is asked of an area: `box` is where it is good for, None = wherever its stops are."""

    code: str
    territory: Territory
    box: Box | None = None
    pinned: frozenset[str] = frozenset()
    streets: tuple[str, ...] = ()

    @property
    def departements(self) -> list[str]:
        return sorted(self.territory.departements)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a build would rest on; `feeds` are used, `others` were looked at.

    `streets_replaced` when the extracts are not those of the index, which could not be had.
    """

    area: str
    feeds: tuple[Inspected, ...]
    others: tuple[Inspected, ...]
    choice: Choice
    streets: tuple[StreetSource, ...]
    box: Box | None
    notices: tuple[Notice, ...]
    today: date
    streets_replaced: bool = False

    @property
    def inputs(self) -> dict[str, Any]:
        """What is kept with the build, to be compared with the next plan."""
        return {
            "engine": FORMAT_VERSION,
            "box": list(self.box or ()),
            "feeds": [
                {
                    "resource": one.feed.resource_id,
                    "title": one.feed.title,
                    "licence": one.feed.licence,
                    "publisher": one.feed.publisher,
                    "sha256": one.sha256,
                }
                for one in self.feeds
            ],
            "streets": [{"name": one.name, "md5": one.md5} for one in self.streets],
            "streets_on": str(self.today),
        }

    @property
    def inputs_sha256(self) -> str:
        return digest_of(self.inputs)


def digest_of(inputs: Mapping[str, Any]) -> str:
    """Return the digest of what a network is built from; titles and dates play no part."""
    counted = {
        "engine": inputs["engine"],
        "box": inputs["box"],
        "feeds": sorted([one["resource"], one["sha256"]] for one in inputs["feeds"]),
        "streets": sorted([one["name"], one["md5"]] for one in inputs["streets"]),
    }
    return hashlib.sha256(json.dumps(counted, sort_keys=True).encode()).hexdigest()
