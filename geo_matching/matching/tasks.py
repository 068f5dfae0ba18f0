"""Background jobs: networks brought up to date, and collèges that follow them and the offers."""

import logging

from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

from geo_matching.matching.areas import with_extent
from geo_matching.matching.changed_sites import follow_sites
from geo_matching.matching.computing import compute_colleges
from geo_matching.matching.handover import move_colleges
from transit.areas.areas import all_codes, area_of_code
from transit.areas.keeping import is_handing_over
from transit.areas.updating import sources_in_use, update

logger = logging.getLogger(__name__)
# Monday morning, before anybody asks: producers publish on weekdays.
EVERY_WEEK = "0 3 * * 1"
EVERY_TEN_MINUTES = "*/10 * * * *"
# A worker says every ten seconds that it lives.
LOST_AFTER_S = 300
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
    # Also when an update before this one was killed between its swap and this line.
    if build is not None or is_handing_over(area):
        enqueue_move(area)


@app.task(retry=LATER)
def move_to_new_network(area: str) -> None:
    """Compute the collèges of an area on its new network; the older one answers until then."""
    moved = move_colleges(area)
    logger.info("network %s: %s of %s collèges computed", area, moved.computed, moved.colleges)


@app.task(retry=LATER)
def follow_changes() -> None:
    """Compute for the computed collèges what has changed: new and moved sites take seconds."""
    changed = follow_sites()
    logger.info(
        "%s sites and hours changed for %s collèges: %s commutes written",
        changed.pairs,
        changed.colleges,
        changed.rows,
    )
    for done in compute_colleges(changed.left):
        logger.info("%s computed anew", done.college.uai)


@app.periodic(cron=EVERY_WEEK)
@app.task(queueing_lock="update-all-networks")
def update_all_networks(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the time
    """Enqueue an update of every area."""
    for code in all_codes():
        enqueue_update(code)


@app.periodic(cron=EVERY_TEN_MINUTES)
@app.task(queueing_lock="take-up-lost-jobs", pass_context=True)
async def take_up_lost_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Put jobs back into the queue whose worker was killed: their locks would hold for ever."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=LOST_AFTER_S):
        logger.warning("job %s %s has lost its worker, it begins again", job.id, job.task_name)
        await manager.retry_job(job)


def enqueue_update(area: str) -> bool:
    """Ask for an update of an area; False when one is waiting already."""
    return _enqueue(update_network, "update-network", area)


def enqueue_move(area: str) -> bool:
    """Ask for the collèges of an area to be computed; False when that is waiting already."""
    return _enqueue(move_to_new_network, "move-colleges", area)


def enqueue_changes() -> bool:
    """Ask for computed collèges to follow what has changed; False when that is waiting already."""
    return _enqueue(follow_changes, "follow-changes")


def _enqueue(task: Task, name: str, area: str = "") -> bool:
    lock = f"{name}-{area}" if area else name
    arguments = {"area": area} if area else {}
    try:
        # One at a time an area, and no second one in the queue. The savepoint: a refusal must not
        # break the caller's transaction.
        with transaction.atomic():
            task.configure(lock=lock, queueing_lock=lock).defer(**arguments)
    except AlreadyEnqueued:
        return False
    return True
