"""Which ways a pedestrian may use, tag by tag: the tested way is a short cut of a long detour."""

import pytest

TOWN = """
point A 0 0
point B 300 0
stop Z1 0 90000
stop Z2 0 99000
line Z Z1    Z2
  trip  03:00 03:10
"""
DETOUR = "residential 0,0 0,200 300,200 300,0\n"
SHORT = "A 08:00 ~walk 300s~ B 08:05"
LONG = "A 08:00 ~walk 700s~ B 08:11:40"

OPEN = [
    "residential",
    "footway",
    "path",
    "track",
    "cycleway",
    "bridleway",
    "service",
    "pedestrian",
    "primary",
    "steps",
    "platform",
    "living_street",
    "road",
    "residential oneway=yes",
    "residential oneway=-1",
    "residential access=destination",
    "residential access=private foot=yes",
    "residential access=no foot=destination",
    "residential access=no foot=customers",
    "residential access=no foot=permissive",
    "residential access=private foot=designated",
    "trunk foot=yes",
    "trunk foot=designated",
    "trunk_link foot=permissive",
    "trunk sidewalk=both",
    "trunk sidewalk=left",
    "trunk sidewalk=right",
    "trunk_link sidewalk=yes",
    "motorway foot=yes",
    "construction foot=permissive",
    "busway foot=designated",
    "- railway=platform",
    "- public_transport=platform",
]
CLOSED = [
    "motorway",
    "motorway_link",
    "motorway sidewalk=both",
    "trunk",
    "trunk_link",
    "trunk sidewalk=no",
    "trunk sidewalk=separate",
    "trunk foot=destination",
    "construction",
    "proposed",
    "raceway",
    "bus_guideway",
    "busway",
    "escape",
    "corridor",
    "residential foot=no",
    "footway foot=private",
    "primary foot=use_sidepath",
    "residential access=no",
    "residential access=private",
    "path access=private foot=private",
    "trunk access=no sidewalk=both",
    "- railway=platform foot=no",
    "- public_transport=platform access=private",
    "- railway=rail",
    "- waterway=river",
    "- foot=yes",
]


@pytest.mark.parametrize("way", OPEN)
def test_open_to_walkers_both_ways(world, way):
    kind, *tags = way.split()
    town = world(TOWN, streets=DETOUR + " ".join([kind, "0,0 300,0", *tags]))
    town.check("A -> B", SHORT, depart="08:00")
    town.check("B -> A", "B 08:00 ~walk 300s~ A 08:05", depart="08:00")


@pytest.mark.parametrize("way", CLOSED)
def test_closed_to_walkers(world, way):
    kind, *tags = way.split()
    town = world(TOWN, streets=DETOUR + " ".join([kind, "0,0 300,0", *tags]))
    town.check("A -> B", LONG, depart="08:00")


def test_one_way_on_foot(world):
    town = world(TOWN, streets=DETOUR + "footway 0,0 300,0 oneway:foot=yes")
    town.check("A -> B", SHORT, depart="08:00")
    town.check("B -> A", "B 08:00 ~walk 700s~ A 08:11:40", depart="08:00")


def test_one_way_on_foot_reversed(world):
    town = world(TOWN, streets=DETOUR + "footway 0,0 300,0 oneway:foot=-1")
    town.check("A -> B", LONG, depart="08:00")
    town.check("B -> A", "B 08:00 ~walk 300s~ A 08:05", depart="08:00")


def test_one_way_on_foot_from_the_middle_of_the_way(world):
    points = TOWN.replace("A 0 0", "A 100 0").replace("B 300 0", "B 200 0")
    town = world(points, streets=DETOUR + "footway 0,0 300,0 oneway:foot=yes")
    town.check("A -> B", "A 08:00 ~walk 100s~ B 08:01:40", depart="08:00")
    town.check("B -> A", "B 08:00 ~walk 900s~ A 08:15", depart="08:00")
    town.check("B -> A", "B 07:45 ~walk 900s~ A 08:00", arrive="08:00")


def test_a_wheelchair_neither_walks_on_steps_nor_links_to_them(world):
    streets = DETOUR + "steps 0,0 300,0"
    town = world(TOWN + "point M 140 0\n", streets=streets)
    town.check("A -> B", LONG, depart="08:00", wheelchair=True)
    town.check("M -> B", "M 08:00 ~walk 160s~ B 08:02:40", depart="08:00")
    # 140 to the nearest corner of the detour, then all of it.
    around = "M 08:00 ~walk 840s~ B 08:14"
    town.check("M -> B", around, depart="08:00", wheelchair=True)
    town.check("M -> B", around, arrive="08:14", wheelchair=True)


def test_a_wheelchair_may_find_nothing_to_link_to(world):
    town = world(TOWN + "point M 600 0\n", streets=DETOUR + "steps 300,0 600,0")
    town.check("M -> B", "M 08:00 ~walk 300s~ B 08:05", depart="08:00")
    town.check("M -> B", "not_linked", depart="08:00", wheelchair=True)
