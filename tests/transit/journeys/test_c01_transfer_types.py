"""transfers.txt row by row: recommended, guaranteed, least time, forbidden."""

TOWN = """
point A 0
stop S1 60
stop X1 4000
stop X2 {x2}
stop S3 12000
point B 12060
line L1 S1    X1
  trip  08:00 08:10
line L2 X2 S3
  trip  {l2} 08:40
"""
FIRST = "A 07:58 ~walk 60s~ S1 08:00 =L1=> X1 08:10"
LAST = "=L2=> S3 08:40 ~walk 60s~ B 08:41"


def check_both_ways(town, expected, **asked):
    town.check("A -> B", expected, depart="07:58", **asked)
    town.check("A -> B", expected, arrive="08:41", **asked)


def test_type_0_makes_a_walk_that_is_too_long(world):
    text = TOWN.format(x2=4900, l2="08:26")
    check_both_ways(world(text), "unreached")


def test_type_0_needs_the_walk_and_the_wait(world):
    walk = f"{FIRST} ~walk 900s~ X2 08:26 {LAST}"
    check_both_ways(world(TOWN.format(x2=4900, l2="08:26") + "transfer X1 X2 0"), walk)


def test_type_0_is_no_guarantee(world):
    check_both_ways(world(TOWN.format(x2=4900, l2="08:25:59") + "transfer X1 X2 0"), "unreached")


def test_type_0_is_the_default(world):
    text = TOWN.format(x2=4900, l2="08:26")
    rows = "from_stop_id,to_stop_id,transfer_type\nX1,X2,\n"
    walk = f"{FIRST} ~walk 900s~ X2 08:26 {LAST}"
    check_both_ways(world(text, files={"transfers.txt": rows}), walk)


def test_type_0_is_one_way(world):
    check_both_ways(world(TOWN.format(x2=4900, l2="08:26") + "transfer X2 X1 0"), "unreached")


def test_type_1_takes_no_walk_and_no_wait(world):
    guaranteed = f"{FIRST} ~walk 0s~ X2 08:10 {LAST}"
    check_both_ways(world(TOWN.format(x2=4900, l2="08:10") + "transfer X1 X2 1"), guaranteed)


def test_type_1_does_not_go_back_in_time(world):
    check_both_ways(world(TOWN.format(x2=4900, l2="08:09:59") + "transfer X1 X2 1"), "unreached")


def test_a_change_at_one_stop_without_a_row_takes_the_wait(world):
    text = TOWN.format(x2=4900, l2="08:10").replace("line L2 X2", "line L2 X1")
    check_both_ways(world(text), "unreached")


def test_type_1_from_a_stop_to_itself(world):
    text = TOWN.format(x2=4900, l2="08:10").replace("line L2 X2", "line L2 X1")
    check_both_ways(world(text + "transfer X1 X1 1"), f"{FIRST}/08:10 {LAST}")


def test_type_2_counts_from_getting_off_to_the_departure(world):
    text = TOWN.format(x2=4120, l2="08:15") + "transfer X1 X2 2 300"
    check_both_ways(world(text), f"{FIRST} ~walk 120s~ X2 08:15 {LAST}")


def test_type_2_is_not_met_by_a_second(world):
    text = TOWN.format(x2=4120, l2="08:14:59") + "transfer X1 X2 2 300"
    check_both_ways(world(text), "unreached")


def test_type_2_is_no_shortcut_of_the_walk_and_the_wait(world):
    text = TOWN.format(x2=4120, l2="08:12:59") + "transfer X1 X2 2 30"
    check_both_ways(world(text), "unreached")


def test_type_2_where_the_walk_and_the_wait_decide(world):
    text = TOWN.format(x2=4120, l2="08:13") + "transfer X1 X2 2 30"
    check_both_ways(world(text), f"{FIRST} ~walk 120s~ X2 08:13 {LAST}")


def test_type_2_makes_a_walk_beyond_the_limit(world):
    text = TOWN.format(x2=4900, l2="08:30") + "transfer X1 X2 2 1200"
    check_both_ways(world(text), f"{FIRST} ~walk 900s~ X2 08:30 {LAST}")


def test_type_2_from_a_stop_to_itself(world):
    text = TOWN.format(x2=4900, l2="08:14").replace("line L2 X2", "line L2 X1")
    check_both_ways(world(text + "transfer X1 X1 2 241"), "unreached")


def test_type_3_closes_a_footpath(world):
    text = TOWN.format(x2=4120, l2="08:20")
    check_both_ways(world(text + "transfer X1 X2 3"), "unreached")


def test_type_3_closes_a_change_at_one_stop(world):
    text = TOWN.format(x2=4900, l2="08:20").replace("line L2 X2", "line L2 X1")
    check_both_ways(world(text + "transfer X1 X1 3"), "unreached")


def test_type_3_closes_no_way_in_or_out(world):
    town = world(TOWN.format(x2=4060, l2="08:20") + "transfer X1 X2 3\npoint M 4060\n")
    town.check("A -> M", f"{FIRST} ~walk 60s~ M 08:11", depart="07:58")
    town.check("M -> B", f"M 08:19 ~walk 0s~ X2 08:20 {LAST}", depart="08:19")


def test_a_longer_board_wait_adds_to_the_walk_not_to_the_least_time(world):
    text = TOWN.format(x2=4120, l2="08:15") + "transfer X1 X2 2 300"
    line = f"{FIRST} ~walk 120s~ X2 08:15 {LAST}".replace("A 07:58", "A 07:56")
    town = world(text)
    town.check("A -> B", line, depart="07:56", min_board_wait_s=180)
    town.check("A -> B", "unreached", depart="07:56", min_board_wait_s=181)
