"""Which OSM ways a pedestrian may use, as a pure function of their tags."""

from typing import Protocol

# Stored in networks and compiled into kernels: these numbers never change.
STEPS = 1  # a flight of steps: a wheelchair query neither walks on it nor links to it
FORWARD_ONLY = 2  # walked from tail to head only
BACKWARD_ONLY = 4  # walked from head to tail only

# A way without any of these keys is never walked; the reader skips it unread.
WAY_KEYS = ("highway", "railway", "public_transport")

NOT_WALKED = frozenset(
    {"construction", "proposed", "raceway", "bus_guideway", "busway", "escape", "corridor"}
)
FOOT_WELCOME = frozenset({"yes", "designated", "permissive"})
FOOT_FORBIDDEN = frozenset({"no", "private", "use_sidepath"})
ACCESS_FORBIDDEN = frozenset({"no", "private"})
FOOT_DESPITE_ACCESS = FOOT_WELCOME | {"destination", "customers"}
SIDEWALKS = frozenset({"both", "left", "right", "yes"})


class Tags(Protocol):
    """Anything that gives the value of a key: a dict, or the tag list of an OSM object."""

    def get(self, key: str, /) -> str | None: ...


def is_walkable(tags: Tags) -> bool:
    """Return whether a pedestrian may use a way with these tags.

    Parameters
    ----------
    tags : Tags
        Tags of one OSM way.

    Returns
    -------
    bool
        True when the way belongs to the street graph.
    """
    foot = tags.get("foot")
    if foot in FOOT_FORBIDDEN:
        return False
    if tags.get("access") in ACCESS_FORBIDDEN and foot not in FOOT_DESPITE_ACCESS:
        return False
    return _is_platform(tags) or _is_walked_highway(tags, foot)


def edge_flags(tags: Tags) -> int:
    """Return what the graph keeps of a walkable way's tags: STEPS, FORWARD_ONLY, BACKWARD_ONLY."""
    flags = STEPS if tags.get("highway") == "steps" else 0
    # Plain oneway is for vehicles.
    return flags | {"yes": FORWARD_ONLY, "-1": BACKWARD_ONLY}.get(tags.get("oneway:foot") or "", 0)


def _is_platform(tags: Tags) -> bool:
    return tags.get("railway") == "platform" or tags.get("public_transport") == "platform"


def _is_walked_highway(tags: Tags, foot: str | None) -> bool:
    highway = tags.get("highway")
    if highway is None:
        return False
    if foot in FOOT_WELCOME:
        return True
    if highway.startswith("trunk"):
        return tags.get("sidewalk") in SIDEWALKS
    return highway not in NOT_WALKED and not highway.startswith("motorway")
