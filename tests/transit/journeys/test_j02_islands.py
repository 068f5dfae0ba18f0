"""Pieces of street with fewer than 40 nodes are dropped before anything is linked."""

FAR_BUS = """
stop Z1 0 90000
stop Z2 0 99000
line Z Z1    Z2
  trip  03:00 03:10
"""
MAIN = "residential 0,100..400,100\n"  # 41 nodes


def test_a_point_beside_an_island_links_to_the_main_streets(world):
    town = world(FAR_BUS + "point A 100 0\npoint B 300 0", streets=MAIN + "path 0,0..380,0")
    town.check("A -> B", "A 08:00 ~walk 400s~ B 08:06:40", depart="08:00")


def test_forty_nodes_are_no_island(world):
    town = world(FAR_BUS + "point A 100 0\npoint B 300 0", streets=MAIN + "path 0,0..390,0")
    town.check("A -> B", "A 08:00 ~walk 200s~ B 08:03:20", depart="08:00")


def test_all_are_kept_where_none_reaches_forty(world):
    streets = "residential 0,100..380,100\npath 0,0..200,0"
    town = world(FAR_BUS + "point A 100 0\npoint B 200 0\npoint C 300 100", streets=streets)
    town.check("A -> B", "A 08:00 ~walk 100s~ B 08:01:40", depart="08:00")
    town.check("A -> C", "unreached", depart="08:00")


def test_steps_join_pieces_into_one(world):
    streets = MAIN + "path 0,0..380,0\nsteps 0,0 0,100"
    town = world(FAR_BUS + "point A 100 0\npoint B 300 0", streets=streets)
    town.check("A -> B", "A 08:00 ~walk 200s~ B 08:03:20", depart="08:00")
    town.check("A -> B", "A 08:00 ~walk 200s~ B 08:03:20", depart="08:00", wheelchair=True)


def test_streets_closed_to_walkers_join_nothing(world):
    streets = MAIN + "path 0,0..380,0\nmotorway 0,0 0,100"
    town = world(FAR_BUS + "point A 100 0\npoint B 300 0", streets=streets)
    town.check("A -> B", "A 08:00 ~walk 400s~ B 08:06:40", depart="08:00")


def test_only_one_way_on_foot_still_joins(world):
    streets = MAIN + "path 0,0..380,0\npath 0,0 0,100 oneway:foot=yes"
    town = world(FAR_BUS + "point A 100 0\npoint B 300 0", streets=streets)
    town.check("A -> B", "A 08:00 ~walk 200s~ B 08:03:20", depart="08:00")
