"""Values kept for a process: made once, the oldest dropped, nobody waits for another's."""

import threading

import pytest

from transit.network.shelf import Shelf


def test_the_value_asked_for_longest_ago_is_dropped():
    shelf, made = Shelf(2), []

    def value(key: str) -> str:
        return shelf.get(key, lambda: made.append(key) or key)

    assert [value(key) for key in "abaca"] == list("abaca")
    assert made == ["a", "b", "c"]
    value("b")
    assert made == ["a", "b", "c", "b"]


def test_a_value_is_made_once_however_many_ask_and_others_do_not_wait():
    shelf, begun, go = Shelf(4), threading.Event(), threading.Event()
    made, found = [], []

    def slow() -> str:
        made.append("slow")
        begun.set()
        assert go.wait(10)
        return "slow"

    askers = [
        threading.Thread(target=lambda: found.append(shelf.get("slow", slow))) for _ in range(3)
    ]
    for asker in askers:
        asker.start()
    assert begun.wait(10)
    assert shelf.get("quick", lambda: "quick") == "quick"
    go.set()
    for asker in askers:
        asker.join(10)
    assert (made, found) == (["slow"], ["slow"] * 3)


def test_of_heavy_values_only_those_are_kept_that_weigh_little_enough_together():
    shelf, made = Shelf(8, most=10, weigh=len), []

    def value(key: str, weight: int) -> str:
        return shelf.get(key, lambda: made.append(key) or key * weight)

    for key in "abab":
        value(key, 4)
    assert made == ["a", "b"]
    value("c", 4)  # twelve together: the one asked for longest ago goes
    value("b", 4)
    assert made == ["a", "b", "c"]
    value("a", 4)
    assert made == ["a", "b", "c", "a"]
    # One that is too heavy by itself is kept alone.
    value("d", 40)
    value("d", 40)
    assert made == ["a", "b", "c", "a", "d"]


def test_what_could_not_be_made_is_tried_again():
    shelf = Shelf(2)
    with pytest.raises(ZeroDivisionError):
        shelf.get("a", lambda: 1 // 0)
    assert shelf.get("a", lambda: 1) == 1
