"""Search of large tables by words that may stand in several columns, some of other tables.

An OR over joined tables leaves PostgreSQL no index to begin with. Here each way a word may be found
is a query of its own, which stops at the first rows it needs.
"""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

# Indexes of parts of words know three letters at a time.
SHORTEST_INDEXED = 3
# So many rows are named one by one when the next word is looked for among them.
_FEW = 1000

Ways = Callable[[str], Sequence[Q]]


def indexed_words(asked: str) -> list[str]:
    """Return the words to look for; a short one stays beside its neighbour, as it was written.

    >>> indexed_words("Mairie 19 Dupont"), indexed_words("Le Gall"), indexed_words("19")
    (['Mairie 19', 'Dupont'], ['Le Gall'], ['19'])
    """
    words: list[str] = []
    for word in asked.split():
        if words and min(len(word), len(words[-1])) < SHORTEST_INDEXED:
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


def find_keys(rows: QuerySet, words: Sequence[str], ways: Ways, most: int) -> list[Any]:
    """Return the keys of rows that every word finds: all of them, or any `most`.

    Parameters
    ----------
    rows
        Where to look; their order does not count.
    words
        One at least.
    ways
        For a word, what a row may fulfil to be found by it, one condition for each column.
    """
    found = rows.order_by()
    # Long words are in few rows.
    *others, last = sorted(words, key=len, reverse=True)
    for word in others:
        keys = _found_by(found, ways(word), _FEW)
        if len(keys) < _FEW:
            found = rows.order_by().filter(pk__in=keys)
        else:
            found = found.filter(reduce(or_, ways(word)))
    return _found_by(found, ways(last), most)


def _found_by(rows: QuerySet, ways: Sequence[Q], most: int) -> list[Any]:
    keys: dict[Any, None] = {}
    for way in ways:
        keys.update(dict.fromkeys(rows.filter(way).values_list("pk", flat=True)[:most]))
        if len(keys) >= most:
            break
    return list(keys)[:most]
