"""Background jobs of accounts."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from geo_matching.accounts import idle

logger = logging.getLogger(__name__)
EVERY_NIGHT = "45 2 * * *"


@app.periodic(cron=EVERY_NIGHT)
@app.task(queueing_lock="idle-accounts")
def erase_idle_accounts(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the time
    """Erase adults who have not come for two years; tell them a month before."""
    swept = idle.sweep(timezone.now())
    logger.info("idle accounts: %s told, %s erased", swept.warned, swept.erased)
