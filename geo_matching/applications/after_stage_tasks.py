"""Background jobs of stages: feedback asked for, hosts' answers added up, old data erased."""

import logging

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from geo_matching.applications.erasure import erase
from geo_matching.applications.feedback.asking import ask
from geo_matching.applications.feedback.host_answers import refresh

logger = logging.getLogger(__name__)
MONDAY_MORNING = "0 8 * * 1"
EVERY_NIGHT = "10 2 * * *"
LATER = RetryStrategy(max_attempts=4, wait=1800)


@app.periodic(cron=MONDAY_MORNING)
@app.task(queueing_lock="ask-for-feedback", retry=LATER)
def ask_for_feedback(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the time
    logger.info("feedback: %s people asked", ask(timezone.localdate()))


@app.periodic(cron=EVERY_NIGHT)
@app.task(queueing_lock="refresh-host-answers", retry=LATER)
def refresh_host_answers(timestamp: int) -> None:  # noqa: ARG001
    logger.info("answers: the figures of %s hosts have changed", refresh(timezone.now()))


# Every night rather than once a year: a worker that is down on that day misses nothing.
@app.periodic(cron=EVERY_NIGHT)
@app.task(queueing_lock="erase-old-stages", retry=LATER)
def erase_old_stages(timestamp: int) -> None:  # noqa: ARG001
    logger.info("erased: %s", erase(timezone.localdate()))
