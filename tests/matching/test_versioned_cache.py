"""The in-process cache: one load a key, oldest out, and no value kept of a load that failed."""

import threading

import pytest

from geo_matching.matching.versioned_cache import VersionedCache, clear_all


def test_a_value_is_loaded_once_and_a_new_version_is_a_new_key():
    cache: VersionedCache[int] = VersionedCache(2)
    loads = []
    for key in (("a", 1), ("a", 1), ("a", 2)):
        cache.get(key, lambda key=key: loads.append(key) or len(loads))
    assert loads == [("a", 1), ("a", 2)]
    clear_all()
    cache.get(("a", 1), lambda: loads.append("again") or 0)
    assert loads[-1] == "again"


def test_the_value_used_longest_ago_leaves_first():
    cache: VersionedCache[str] = VersionedCache(2)
    for key in "aba":
        cache.get(key, lambda key=key: key)
    cache.get("c", lambda: "c")
    assert cache.get("a", lambda: "loaded again") == "a"
    assert cache.get("b", lambda: "loaded again") == "loaded again"


def test_threads_that_want_the_same_key_load_it_once_and_others_do_not_wait():
    cache: VersionedCache[str] = VersionedCache(4)
    loads, results = [], []
    going, enough = threading.Event(), threading.Event()

    def slow():
        loads.append("slow")
        going.set()
        assert enough.wait(60)
        return "slow"

    threads = [
        threading.Thread(target=lambda: results.append(cache.get("k", slow))) for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    assert going.wait(60)
    # The slow one is still loading: who waited for it would wait for ever.
    assert cache.get("other", lambda: "quick") == "quick"
    assert results == []
    enough.set()
    for thread in threads:
        thread.join()
    assert loads == ["slow"]
    assert results == ["slow"] * 5


def test_a_load_that_fails_is_tried_again():
    cache: VersionedCache[str] = VersionedCache(2)
    with pytest.raises(ZeroDivisionError):
        cache.get("k", lambda: str(1 // 0))
    assert cache.get("k", lambda: "fine") == "fine"
