"""Runs of a day sorted into patterns: same stops, same rules, none overtaking another."""

import numpy as np

from tests.transit.toy import DAY, parse_toy
from tests.transit.toy_engine import ToyEngine
from transit.network.patterns import sort_patterns


def patterns_of(text, folder):
    network = ToyEngine(parse_toy(text).write(folder), None, folder / "network").network
    connections = network.connections(DAY, wheelchair=False)
    return connections, sort_patterns(connections, network.stops)


def departures_by_pattern(text, folder):
    """Return, for each pattern, the first departures of its trips in their order."""
    connections, found = patterns_of(text, folder)
    firsts = connections.departure[found.run_connection[found.run_first[:-1]]]
    sets = []
    for pattern in range(len(found.trips)):
        runs = np.flatnonzero(found.pattern == pattern)
        ordered = runs[np.argsort(found.rank[runs])]
        sets.append([int(s) // 60 for s in firsts[ordered]])
    return sorted(sets)


LINE = """
stop S1 0
stop S2 3000
stop S3 6000
line L S1 S2 S3
"""


def test_trips_with_the_same_stops_share_a_pattern_in_their_order(tmp_path):
    text = LINE + "  trip 09:00 09:10 09:20\n  trip 08:00 08:10 08:20\n"
    assert departures_by_pattern(text, tmp_path) == [[480, 540]]


def test_who_overtakes_is_in_a_pattern_of_its_own(tmp_path):
    text = LINE + "  trip 08:00 08:10 08:40\n  trip 08:05 08:15 08:25\n  trip 09:00 09:10 09:40\n"
    assert departures_by_pattern(text, tmp_path) == [[480, 540], [485]]


def test_leaving_together_and_arriving_apart_is_no_order(tmp_path):
    text = LINE + "  trip 08:00 08:10 08:20\n  trip 08:00 08:10 08:25\n"
    assert departures_by_pattern(text, tmp_path) == [[480], [480]]


def test_twins_share_a_pattern(tmp_path):
    text = LINE + "  trip 08:00 08:10 08:20\n  trip 08:00 08:10 08:20\n"
    assert departures_by_pattern(text, tmp_path) == [[480, 480]]


def test_another_rule_makes_another_pattern(tmp_path):
    text = LINE + "  trip 08:00 08:10 08:20\n  trip 09:00 09:10v 09:20\n"
    assert departures_by_pattern(text, tmp_path) == [[480], [540]]


def test_rows_of_a_place_are_its_departures_in_order(tmp_path):
    text = (
        LINE
        + "  trip 09:00 09:10 09:20\n  trip 08:00 08:10 08:20\nline M S1 S2\n  trip 07:00 07:05\n"
    )
    connections, found = patterns_of(text, tmp_path)
    for place in range(len(found.place_pattern)):
        rows = slice(found.first_row[place], found.first_row[place + 1])
        assert np.all(np.diff(found.row_departure[rows]) >= 0)
        chosen = found.row_connection[rows]
        assert np.array_equal(connections.departure[chosen], found.row_departure[rows])
        assert set(found.place[chosen]) == {place}
    boarding = found.stop_place[found.stop_first[0] : found.stop_first[1]]
    of_rows = [found.row_connection[found.first_row[place]] for place in boarding]
    assert {int(connections.from_stop[row]) for row in of_rows} == {0}
