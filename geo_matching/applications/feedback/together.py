"""Which answers are told: three at a time, so that neither words nor a figure are one pupil's."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from offers.quality_feedback import FEWEST


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, the group within which it is mixed, and the stage it speaks of."""

    pk: int
    group: Hashable
    stage: int | None


def told_together(answers: Iterable[Answer]) -> frozenset[int]:
    """Return the keys of the answers that may be told.

    Those of a group wait, the oldest first, until they speak of FEWEST stages, and are told at
    once; the next begin to wait anew. So whoever compares yesterday's page with today's finds three
    new ones or none, and several members of staff who speak of one pupil do not make it three.

    Parameters
    ----------
    answers
        In the order in which they were given.
    """
    waiting: defaultdict[Hashable, list[Answer]] = defaultdict(list)
    told: set[int] = set()
    for answer in answers:
        batch = waiting[answer.group]
        batch.append(answer)
        if len({one.stage for one in batch}) >= FEWEST:
            told.update(one.pk for one in batch)
            batch.clear()
    return frozenset(told)
