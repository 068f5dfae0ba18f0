"""One question a minute, percentiles by nearest rank, blank where too long or unreached."""

EVERY_10 = """
point A 0
stop S1 60
stop S2 6000
point B 6060
line L1 S1    S2
  trip every=600 from=06:00 until=10:00 : 06:00 06:07
"""
# Leaving on the minute the wait is 0 to 9 min, then 1 + 1 + 7 + 1 = 10 min; 08:08 waits least.
FASTEST = 600


def test_percentiles_of_ten_answers_by_nearest_rank(world):
    expected = {
        p: FASTEST + 60 * (-(-p // 10) - 1) for p in (1, 5, 10, 11, 25, 50, 75, 91, 95, 100)
    }
    world(EVERY_10).check_window("A -> B", expected, depart="08:00", minutes=10)


def test_many_rounds_of_the_headway_give_the_same_percentiles(world):
    expected = {
        5: FASTEST,
        25: FASTEST + 120,
        50: FASTEST + 240,
        75: FASTEST + 420,
        95: FASTEST + 540,
    }
    world(EVERY_10).check_window("A -> B", expected, depart="07:00", minutes=120)


def test_a_window_of_one_minute_has_one_answer(world):
    expected = dict.fromkeys((5, 50, 95), FASTEST + 60)
    world(EVERY_10).check_window("A -> B", expected, depart="08:07", minutes=1)


def test_the_window_steps_by_the_minute_from_any_second(world):
    expected = {50: FASTEST + 30, 100: FASTEST + 90}
    world(EVERY_10).check_window("A -> B", expected, depart="08:06:30", minutes=2)


def test_the_end_of_the_window_is_outside(world):
    # 08:00 to 08:08 wait 8 to 0 min; 08:09 would wait 9.
    world(EVERY_10).check_window("A -> B", {100: FASTEST + 480}, depart="08:00", minutes=9)


def test_unreached_counts_as_infinite(world):
    # The last trip leaves at 09:50: 49 of 98 questions from 09:00 on still catch one.
    town = world(EVERY_10)
    expected = {1: FASTEST, 50: FASTEST + 540, 51: None, 95: None}
    town.check_window("A -> B", expected, depart="09:00", minutes=98)


def test_longer_than_the_limit_is_blank(world):
    expected = {10: FASTEST, 50: FASTEST + 240, 60: FASTEST + 300, 61: None, 100: None}
    world(EVERY_10).check_window("A -> B", expected, depart="08:00", minutes=10, max_minutes=15)


def test_no_figure_at_all_is_unreached(world):
    town = world(EVERY_10)
    town.check_window("A -> B", {50: None, 95: None}, depart="08:00", minutes=10, max_minutes=9)
    town.check_window("A -> B", {50: None, 95: None}, depart="10:00", minutes=10)


def test_walking_bounds_the_travel_time(world):
    town = world(EVERY_10.replace("6000", "660").replace("6060", "720"))
    # 10 and 11 min by bus, else 12 min on foot.
    expected = {10: 600, 20: 660, 21: 720, 100: 720}
    town.check_window("A -> B", expected, depart="08:00", minutes=10)


def test_overtaking_inside_a_window(world):
    town = world(
        """
        point A 0
        stop S1 60
        stop S2 6000
        point B 6060
        line L1 S1    S2
          trip  08:02 08:30
          trip  08:06 08:20
        """
    )
    # Arrival 08:21 for all who leave until 08:04: 21, 20, 19, 18, 17 min.
    expected = {20: 1020, 50: 1140, 100: 1260}
    town.check_window("A -> B", expected, depart="08:00", minutes=5)


def test_a_window_past_midnight(world):
    town = world(EVERY_10.replace("from=06:00 until=10:00", "from=23:00 until=25:00"))
    expected = {10: FASTEST, 100: FASTEST + 540}
    town.check_window("A -> B", expected, depart="23:55", minutes=10)
    town.check_window("A -> B", expected, depart="00:00", minutes=10)
