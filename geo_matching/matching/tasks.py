"""Background jobs: networks brought up to date, then the collèges of their areas."""

import logging

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

from geo_matching.matching.areas import with_extent
from geo_matching.matching.handover import move_colleges
from transit.areas.areas import all_codes, area_of_code
from transit.areas.updating import sources_in_use, update

logger = logging.getLogger(__name__)
# Monday morning, before anybody asks: producers publish on weekdays.
EVERY_WEEK = "0 3 * * 1"
# A publisher that is down now may be up in ten minutes, or in the twenty or thirty after.
LATER = RetryStrategy(max_attempts=3, wait=600, linear_wait=600)
WHO = "tâche de fond"


@app.task(retry=LATER)
def update_network(area: str) -> None:
    """Bring an area's network up to date; a new one is followed by the collèges."""
    found = with_extent(area_of_code(area))
    outlook, build = update(found, sources_in_use(), timezone.localdate(), logger.info, who=WHO)
    why = "; ".join(outlook.reasons) or outlook.remark or "nothing has changed"
    logger.info("network %s: %s", area, why)
    if build is not None:
        enqueue_move(area)


@app.task(retry=LATER)
def move_to_new_network(area: str) -> None:
    """Compute the collèges of an area on its new network; the older one answers until then."""
    moved = move_colleges(area)
    logger.info("network %s: %s of %s collèges computed", area, moved.computed, moved.colleges)


@app.periodic(cron=EVERY_WEEK)
@app.task(queueing_lock="update-all-networks")
def update_all_networks(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the time
    """Enqueue an update of every area."""
    for code in all_codes():
        enqueue_update(code)


def enqueue_update(area: str) -> bool:
    """Ask for an update of an area; False when one is waiting already."""
    return _enqueue(update_network, "update-network", area)


def enqueue_move(area: str) -> bool:
    """Ask for the collèges of an area to be computed; False when that is waiting already."""
    return _enqueue(move_to_new_network, "move-colleges", area)


def _enqueue(task: Task, name: str, area: str) -> bool:
    lock = f"{name}-{area}"
    try:
        # One at a time an area, and no second one in the queue. The savepoint: a refusal must not
        # break the caller's transaction.
        with transaction.atomic():
            task.configure(lock=lock, queueing_lock=lock).defer(area=area)
    except AlreadyEnqueued:
        return False
    return True
