"""Background jobs of applications."""

import logging

from procrastinate.contrib.django import app

from geo_matching.applications import expiring

logger = logging.getLogger(__name__)
EVERY_NIGHT = "15 2 * * *"


@app.periodic(cron=EVERY_NIGHT)
@app.task(queueing_lock="application-deadlines")
def follow_deadlines(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the time
    """Close the applications whose deadline has passed, warn of those that come near."""
    closed, warned = expiring.run()
    logger.info("applications: %s closed, %s told of their deadline", closed, warned)
