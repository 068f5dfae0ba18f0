"""A thread of messages piece by piece: the last ones first reached, older ones behind a link."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from geo_matching.applications.models import ApplicationMessage
from geo_matching.schools.current import row_key

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Thread:
    """A piece of a thread, the oldest message first.

    `older` is the key before which the next piece ends, None at the thread's beginning.
    """

    letters: list[ApplicationMessage]
    older: int | None
    is_latest: bool


def thread_of(letters: QuerySet[ApplicationMessage], query: Mapping[str, str]) -> Thread:
    """Return the last messages, or those before the key that an address names (`avant`)."""
    before = row_key(query.get("avant", ""))
    asked = letters.filter(pk__lt=before) if before else letters
    # By key, not by page: what is written meanwhile moves nothing.
    found = list(asked.order_by("-pk")[: A_PAGE + 1])
    shown = found[:A_PAGE][::-1]
    return Thread(
        letters=shown,
        older=shown[0].pk if len(found) > A_PAGE else None,
        is_latest=not before,
    )
