"""Which of the feeds that cover an area make its network, and why the others do not."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import combinations

from transit.areas.facts import FeedFacts, shared
from transit.service_days import school_day

# Above this share of stops and lines two feeds tell the same network twice.
SAME_NETWORK = 0.8
LONG_ENOUGH = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feed that could be read; `key` is its resource."""

    key: str
    dataset_id: str
    title: str
    aggregate: bool
    facts: FeedFacts


@dataclass(frozen=True, slots=True)
class Choice:
    """Keys of the feeds to use, and (code, message) of each one left out.

    `day` stands for the network, None without feeds; `expires_on` is the first day on which a
    dataset has nothing left to say; `old` when everything had ended already.
    """

    kept: tuple[str, ...] = ()
    left: dict[str, tuple[str, str]] = field(default_factory=dict)
    day: date | None = None
    expires_on: date | None = None
    old: bool = False


def choose(
    candidates: Sequence[Candidate], today: date, box: tuple[float, float, float, float] | None
) -> Choice:
    """Choose the feeds of an area.

    Left out, in this order: those without a stop in the area; those that have ended, unless all
    have (then the last to end and what ran with it); the lesser of two that tell the same network;
    those without service on the day that stands for the network, unless they follow one that has.
    """
    left: dict[str, tuple[str, str]] = {}
    inside = [one for one in candidates if box is None or len(one.facts.inside(box))]
    for one in _without(candidates, inside):
        left[one.key] = ("outside", f"{one.title}: no stop lies in the area")
    current, old = _current(inside, today, left)
    single = _single(current, today, left)
    if not single:
        return Choice(left=left)
    day = school_day(_levels(single, today), today)
    kept = _serving(single, day, left)
    return Choice(
        kept=tuple(sorted(one.key for one in kept)),
        left=left,
        day=day,
        expires_on=_expiry(kept),
        old=old,
    )


def _without(all_of: Iterable[Candidate], some: Iterable[Candidate]) -> list[Candidate]:
    keys = {one.key for one in some}
    return [one for one in all_of if one.key not in keys]


def _current(
    candidates: list[Candidate], today: date, left: dict[str, tuple[str, str]]
) -> tuple[list[Candidate], bool]:
    kept = [one for one in candidates if one.facts.covered[1] >= today]
    old = bool(candidates) and not kept
    if old:
        last = max(candidates, key=lambda one: (one.facts.covered[1], one.key))
        kept = [one for one in candidates if _overlap(one, last)]
    for one in _without(candidates, kept):
        end = one.facts.covered[1]
        left[one.key] = ("expired", f"{one.title}: its timetable ended on {end}")
    return kept, old


def _overlap(a: Candidate, b: Candidate) -> bool:
    (first_a, last_a), (first_b, last_b) = a.facts.covered, b.facts.covered
    return first_a <= last_b and first_b <= last_a


def _single(
    candidates: list[Candidate], today: date, left: dict[str, tuple[str, str]]
) -> list[Candidate]:
    """Keep one of each two feeds that tell the same network for the same time."""
    for one, other in combinations(candidates, 2):
        if one.key in left or other.key in left or not _overlap(one, other):
            continue
        share = shared(one.facts, other.facts)
        if share <= SAME_NETWORK:
            continue
        kept, lesser = sorted((one, other), key=partial(_worth, today), reverse=True)
        left[lesser.key] = (
            "duplicate",
            f"{lesser.title}: {share:.0%} of its stops and lines are in {kept.title}, {kept.key}",
        )
    return [one for one in candidates if one.key not in left]


def _worth(today: date, one: Candidate) -> tuple[bool, int, bool, date, str]:
    """Order twins: what runs today first, as next month's file can wait for next month's update.

    Then more lines, as the other's are inside; then the network's own; then the fresher.
    """
    first, last = one.facts.covered
    return first <= today, len(one.facts.routes), not one.aggregate, last, one.key


def _levels(candidates: Sequence[Candidate], today: date) -> Mapping[date, int]:
    """Return the trips of each day while all have service, if that is long enough to tell.

    After the first of them ends, days of school would be told from days with one network less.
    """
    ends = sorted({one.facts.covered[1] for one in candidates})
    last = next((end for end in ends if end >= today + LONG_ENOUGH), ends[-1])
    levels: Counter[date] = Counter()
    for one in candidates:
        levels.update({day: n for day, n in one.facts.levels.items() if day <= last})
    return levels


def _serving(
    candidates: list[Candidate], day: date, left: dict[str, tuple[str, str]]
) -> list[Candidate]:
    serving = [one for one in candidates if one.facts.levels.get(day)]
    datasets = {one.dataset_id for one in serving}
    for one in _without(candidates, serving):
        # Old and new side by side: the new one takes over when the old one ends.
        if one.dataset_id in datasets and one.facts.covered[0] > day:
            serving.append(one)
        else:
            message = f"{one.title}: nothing runs on {day}, the day that stands for the area"
            left[one.key] = ("no_service_on_the_day", message)
    return serving


def _expiry(kept: Iterable[Candidate]) -> date:
    last: dict[str, date] = defaultdict(lambda: date.min)
    for one in kept:
        last[one.dataset_id] = max(last[one.dataset_id], one.facts.covered[1])
    return min(last.values()) + timedelta(days=1)
