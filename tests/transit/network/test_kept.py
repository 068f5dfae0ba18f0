"""What one process has made of a network, the next one finds in its folder."""

from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.transit.toy import DAY
from transit import queries
from transit.network import kept, network
from transit.network.kept import FOLDER, place_of, read_part, write_part
from transit.network.network import open_folder
from transit.reachability import places, preparing

TOWN = """
point A 600 500
stop S1 700 500
stop S2 3000 500
point B 3100 500
line L1 S1    S2
  trip  08:05 08:10
  trip  08:35 08:40
  trip  17:35 17:40
line L2 S2    S1
  trip  17:15 17:20
"""
STREETS = "residential 0,500 600,500 3000,500 3200,500"
HOURS = np.array([[9 * 3600, 17 * 3600]], np.int32)


class Part(NamedTuple):
    numbers: NDArray[np.int32]
    none: NDArray[np.int64]
    count: int
    yes: bool


PART = Part(np.arange(5, dtype=np.int32), np.zeros(0, np.int64), 7, True)


def test_a_part_comes_back_as_it_was_and_may_be_written_in(tmp_path):
    place = place_of(tmp_path, "day", ("2026-05-12", False))
    assert read_part(place, Part) is None
    write_part(place, PART)
    found = read_part(place, Part)
    assert found is not None
    assert found.numbers.tolist() == [0, 1, 2, 3, 4]
    assert (found.none.size, found.count, found.yes) == (0, 7, True)
    # A kernel compiled for what was made would be compiled again for what is to be read only.
    found.numbers[0] = 9
    assert read_part(place, Part).numbers[0] == 0
    assert place_of(tmp_path, "day", ("2026-05-13", False)) != place


def test_a_part_of_another_version_is_made_anew(tmp_path, monkeypatch):
    place = place_of(tmp_path, "day", 1)
    write_part(place, PART)
    monkeypatch.setattr(kept, "KEPT", kept.Kind(kept.KEPT.name, kept.KEPT.command, 99))
    assert read_part(place, Part) is None
    write_part(place, PART._replace(count=8))
    assert read_part(place, Part).count == 8


def test_where_nobody_may_write_nothing_is_kept(tmp_path):
    (tmp_path / FOLDER).write_text("a file where the folder would be", encoding="utf-8")
    write_part(place_of(tmp_path, "day", 1), PART)
    assert read_part(place_of(tmp_path, "day", 1), Part) is None


def test_the_oldest_parts_go(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "MOST_PARTS", 2)
    for number in range(4):
        write_part(place_of(tmp_path, f"day{number}", number), PART)
    assert len(list((tmp_path / FOLDER).iterdir())) == 2
    assert read_part(place_of(tmp_path, "day3", 3), Part) is not None


@pytest.fixture
def town(world, monkeypatch):
    """A network that keeps all it makes, and how to ask it for commutes."""
    monkeypatch.setattr(preparing, "WORTH_KEEPING_CONNECTIONS", 1)
    monkeypatch.setattr(places, "WORTH_KEEPING_PLACES", 1)
    built = world(TOWN, streets=STREETS)
    start, end = (queries.Place(*built.points[name]) for name in "AB")

    def ask(asked: network.Network, times: int) -> list[tuple[int, int]]:
        tables = queries.commutes_from_many(asked, [start] * times, [end], HOURS, DAY)
        return [(int(one.morning_s[0]), int(one.evening_s[0])) for one in tables]

    return built.engine.network, ask


def test_the_next_process_searches_with_what_was_made_ready(town, monkeypatch):
    first, ask = town
    answers = ask(first, preparing.QUESTIONS_BEFORE + 1)
    assert len(set(answers)) == 1
    assert answers[0][0] < 3600

    def refuse(*_, **__):
        pytest.fail("made again")

    monkeypatch.setattr(network, "cut_day", refuse)
    monkeypatch.setattr(network, "mirror", refuse)
    monkeypatch.setattr(preparing, "sort_patterns", refuse)
    monkeypatch.setattr(preparing, "prepare", refuse)
    monkeypatch.setattr(places, "_last_walks", refuse)
    again = open_folder(first.folder)
    assert ask(again, 1) == answers[:1]
    # Other trips of the same folder have nothing in common with what it keeps.
    with pytest.raises(pytest.fail.Exception, match="made again"):
        ask(again.with_timetable(again.timetable), 1)


def test_a_day_without_service_is_told_whatever_is_kept(town):
    first, ask = town
    ask(first, preparing.QUESTIONS_BEFORE + 1)
    again = open_folder(first.folder)
    with pytest.raises(queries.InputError, match="no service runs on 2031-01-01"):
        again.connections(DAY.replace(2031, 1, 1), wheelchair=False)
