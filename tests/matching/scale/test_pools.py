"""A pool asks for work as its turn comes, and tells lost workers from lost work."""

from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

import pytest

from geo_matching.common.errors import InputError
from geo_matching.matching.pools import AHEAD, Pool, open_pool


@dataclass(frozen=True)
class Numbered:
    task: int | None
    site_hours: None = None


def test_few_batches_are_under_way_and_come_back_in_order():
    asked, under_way = [], []

    def submit(task, _):
        future = Future()
        future.set_result([task])
        return future

    def batches():
        for number in range(40):
            asked.append(number)
            yield Numbered(number)

    for done, (batch, results) in enumerate(Pool(submit, cores=3).run(batches())):
        assert results == [batch.task] == [done]
        under_way.append(len(asked) - done)
    assert max(under_way) == AHEAD * 3


def test_what_is_under_way_is_given_up_with_the_caller():
    futures = []

    def submit(*_):
        futures.append(Future())
        return futures[-1]

    def batches():
        yield Numbered(1)
        yield Numbered(2)
        raise InputError("the second network cannot be read")

    with pytest.raises(InputError, match="second network"):
        list(Pool(submit, cores=2).run(batches()))
    assert all(future.cancelled() for future in futures)


def test_a_batch_without_work_is_handed_back_without_asking_anybody():
    def submit(*_):
        raise AssertionError

    assert list(Pool(submit).run([Numbered(None)])) == [(Numbered(None), [])]


def test_a_killed_worker_is_one_line():
    with (
        pytest.raises(InputError, match=r"a worker was killed .* goes on from there"),
        open_pool(workers=2),
    ):
        raise BrokenProcessPool("abruptly")
