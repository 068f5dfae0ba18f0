"""Has computed collèges follow the data: when offers or sites change, a background job looks."""

from django.db import transaction

from geo_matching.matching.models import ComputedCollege


def on_bump(name: str) -> None:
    """Ask for the job once the change is there to be seen: one in the queue will see it."""
    if name == "ranking":
        # Whoever saves an offer is not to suffer from a queue that is out of order: a collège's
        # next request computes it in any case.
        transaction.on_commit(_ask, robust=True)


def _ask() -> None:
    from geo_matching.matching.tasks import enqueue_changes  # noqa: PLC0415 - apps load first

    if ComputedCollege.objects.exists():
        enqueue_changes()
