"""Walks follow the streets: link + streets + link, to the nearest point of the nearest edge."""

FAR_BUS = """
stop Z1 0 90000
stop Z2 0 99000
line Z Z1    Z2
  trip  03:00 03:10
"""


def test_around_the_corner_and_not_as_the_crow_flies(world):
    town = world(FAR_BUS + "point A 0 0\npoint B 600 600", streets="residential 0,0 600,0 600,600")
    town.check("A -> B", "A 08:00 ~walk 1200s~ B 08:20", depart="08:00")
    town.check("A -> B", "A 08:00 ~walk 1200s~ B 08:20", arrive="08:20")


def test_links_are_walked_at_both_ends(world):
    town = world(FAR_BUS + "point A 100 50\npoint B 400 70", streets="residential 0,0 600,0")
    town.check("A -> B", "A 08:00 ~walk 420s~ B 08:07", depart="08:00")


def test_two_points_on_one_edge_walk_along_it(world):
    town = world(FAR_BUS + "point A 100 0\npoint B 150 0", streets="residential 0,0 900,0")
    town.check("A -> B", "A 08:00 ~walk 50s~ B 08:00:50", depart="08:00")
    town.check("B -> A", "B 08:00 ~walk 50s~ A 08:00:50", depart="08:00")


def test_a_place_to_itself_walks_to_the_street_and_back(world):
    town = world(FAR_BUS + "point A 100 30", streets="residential 0,0 600,0")
    town.check("A -> A", "A 08:00 ~walk 60s~ A 08:01", depart="08:00")


def test_one_edge_where_going_around_is_shorter(world):
    streets = "residential 0,0 0,600 20,600 20,0\nfootway 0,0 20,0"
    town = world(FAR_BUS + "point A 0 50\npoint B 20 50", streets=streets)
    town.check("A -> B", "A 08:00 ~walk 120s~ B 08:02", depart="08:00")


def test_ways_that_cross_without_a_common_node_do_not_meet(world):
    streets = "residential 0,100 600,100\nresidential 300,0 300,80 300,120 300,600"
    town = world(FAR_BUS + "point A 0 100\npoint B 300 600", streets=streets)
    town.check("A -> B", "unreached", depart="08:00")


def test_ways_that_share_a_node_meet(world):
    streets = "residential 0,100 300,100 600,100\nresidential 300,0 300,100 300,600"
    town = world(FAR_BUS + "point A 0 100\npoint B 300 600", streets=streets)
    town.check("A -> B", "A 08:00 ~walk 800s~ B 08:13:20", depart="08:00")


def test_the_nearest_street_is_linked_even_when_another_leads_further(world):
    # A stands 20 from a lane that ends nowhere and 30 from the street to B.
    streets = "residential 0,0 900,0\npath 100,50 300,50"
    town = world(FAR_BUS + "point A 200 30\npoint B 900 0", streets=streets)
    town.check("A -> B", "unreached", depart="08:00")


def test_three_hundred_metres_are_the_longest_link(world):
    # 240 street paces are 299.97 m, 241 are 301.2 m.
    town = world(
        FAR_BUS + "point A 100 240\npoint B 100 241\npoint C 100 0", streets="residential 0,0 600,0"
    )
    town.check("A -> C", "A 08:00 ~walk 240s~ C 08:04", depart="08:00")
    town.check("B -> C", "not_linked", depart="08:00")
    town.check("C -> B", "not_linked", depart="08:00")
    town.check("C -> B", "not_linked", arrive="08:00")
    town.check_window("B -> A", {50: None}, depart="08:00", minutes=5)


def test_a_way_is_cut_where_its_node_is_missing(world):
    town = world(
        FAR_BUS + "point A 0 0\npoint B 600 0\npoint C 200 0\n",
        streets="residential 0,0 200,0 ?400,0 500,0 600,0",
    )
    town.check("A -> C", "A 08:00 ~walk 200s~ C 08:03:20", depart="08:00")
    town.check("A -> B", "unreached", depart="08:00")


def test_a_closed_way_is_walked_both_ways_round(world):
    square = "pedestrian 0,0 300,0 300,300 0,300 0,0 area=yes"
    town = world(FAR_BUS + "point A 0 0\npoint B 300 0\npoint C 0 300", streets=square)
    town.check("A -> B", "A 08:00 ~walk 300s~ B 08:05", depart="08:00")
    town.check("A -> C", "A 08:00 ~walk 300s~ C 08:05", depart="08:00")
    town.check("B -> C", "B 08:00 ~walk 600s~ C 08:10", depart="08:00")


def test_bends_count_in_full(world):
    town = world(
        FAR_BUS + "point A 0 0\npoint B 600 0",
        streets="path 0,0 0,100 300,100 300,0 400,0 400,100 600,100 600,0",
    )
    town.check("A -> B", "A 08:00 ~walk 1000s~ B 08:16:40", depart="08:00")
