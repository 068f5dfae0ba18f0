"""Which ways are walked: every rule, and every combination of them."""

import itertools

import pytest

from transit.osm.tags import BACKWARD_ONLY, FORWARD_ONLY, STEPS, edge_flags, is_walkable

ORDINARY = [
    {"highway": value}
    for value in [
        "residential",
        "primary",
        "secondary",
        "tertiary",
        "unclassified",
        "service",
        "living_street",
        "pedestrian",
        "footway",
        "path",
        "steps",
        "track",
        "cycleway",
        "bridleway",
        "platform",
        "elevator",
        "road",
    ]
]
PLATFORM = [{"railway": "platform"}, {"public_transport": "platform"}]
BARRED = [
    {"highway": value}
    for value in [
        "motorway",
        "motorway_link",
        "construction",
        "proposed",
        "raceway",
        "bus_guideway",
        "busway",
        "escape",
        "corridor",
    ]
]
TRUNK = [{"highway": "trunk"}, {"highway": "trunk_link"}]
TRUNK_WITH_SIDEWALK = [
    {**tags, "sidewalk": value} for tags in TRUNK for value in ("both", "left", "right", "yes")
]
TRUNK_WITHOUT_SIDEWALK = [
    *TRUNK,
    *({**tags, "sidewalk": value} for tags in TRUNK for value in ("no", "none", "separate")),
]
NO_STREET = [{}, {"railway": "rail"}, {"public_transport": "station"}, {"building": "yes"}]

FOOT = {
    "silent": [None, "discouraged", "unknown"],
    "welcome": ["yes", "designated", "permissive"],
    "bound": ["destination", "customers"],
    "forbidden": ["no", "private", "use_sidepath"],
}
ACCESS = {
    "open": [None, "yes", "permissive", "destination", "customers"],
    "closed": ["no", "private"],
}

# foot:                     silent        welcome      bound        forbidden
# access:                   open  closed  open closed  open closed  open closed
TABLE = [
    (ORDINARY, "                in    out     in   in      in   in      out  out"),
    (PLATFORM, "                in    out     in   in      in   in      out  out"),
    (TRUNK_WITH_SIDEWALK, "     in    out     in   in      in   in      out  out"),
    (TRUNK_WITHOUT_SIDEWALK, "  out   out     in   in      out  out     out  out"),
    (BARRED, "                  out   out     in   in      out  out     out  out"),
    (NO_STREET, "               out   out     out  out     out  out     out  out"),
]
CASES = [
    (tags, foot, access, verdict)
    for kinds, row in TABLE
    for tags in kinds
    for (foot, access), verdict in zip(itertools.product(FOOT, ACCESS), row.split(), strict=True)
]


@pytest.mark.parametrize(("tags", "foot", "access", "verdict"), CASES)
def test_every_combination(tags: dict, foot: str, access: str, verdict: str) -> None:
    for foot_value, access_value in itertools.product(FOOT[foot], ACCESS[access]):
        more = {"foot": foot_value, "access": access_value}
        whole = tags | {key: value for key, value in more.items() if value is not None}
        assert is_walkable(whole) == (verdict == "in"), whole


@pytest.mark.parametrize(
    ("tags", "walkable"),
    [
        # A platform drawn on a street of another kind is a platform all the same.
        ({"highway": "construction", "railway": "platform"}, True),
        ({"highway": "motorway", "public_transport": "platform"}, True),
        # A sidewalk helps a trunk road, not a motorway.
        ({"highway": "motorway", "sidewalk": "both"}, False),
        # Squares are walked along their outline, like any way.
        ({"highway": "pedestrian", "area": "yes"}, True),
        # What holds for vehicles does not hold on foot.
        ({"highway": "residential", "vehicle": "no", "motor_vehicle": "private"}, True),
        # Values are compared whole.
        ({"highway": "trunk", "foot": "yes;designated"}, False),
    ],
)
def test_single_cases(tags: dict, walkable: bool) -> None:
    assert is_walkable(tags) == walkable


@pytest.mark.parametrize(
    ("tags", "flags"),
    [
        ({"highway": "residential"}, 0),
        ({"highway": "residential", "oneway": "yes"}, 0),
        ({"highway": "residential", "oneway": "-1"}, 0),
        ({"highway": "footway", "oneway:foot": "yes"}, FORWARD_ONLY),
        ({"highway": "footway", "oneway:foot": "-1"}, BACKWARD_ONLY),
        ({"highway": "footway", "oneway:foot": "no"}, 0),
        ({"highway": "steps"}, STEPS),
        ({"highway": "steps", "oneway:foot": "yes"}, STEPS | FORWARD_ONLY),
        ({"highway": "footway", "footway": "steps"}, 0),
    ],
)
def test_flags(tags: dict, flags: int) -> None:
    assert edge_flags(tags) == flags
