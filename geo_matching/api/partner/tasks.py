"""Background jobs of the partner API: webhooks, and forgetting what is kept for a short time."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from geo_matching.accounts.models import Partner, RepeatedAnswer
from geo_matching.api.partner.limits import forget_old_counts
from geo_matching.api.partner.webhooks import tell_partner
from geo_matching.common.public_post import WebhookError

logger = logging.getLogger(__name__)
EVERY_TEN_MINUTES = "*/10 * * * *"
EVERY_NIGHT = "40 2 * * *"
# After about 1, 3, 11 and 53 minutes; rounds of ten minutes wait for the one that is going on.
LATER = RetryStrategy(max_attempts=5, exponential_wait=5, wait=60, retry_exceptions=[WebhookError])
ANSWERS_KEPT = timedelta(days=1)


@app.task(retry=LATER)
def tell_partner_of_applications(partner_id: int) -> None:
    """Send one partner what has changed since it was last told."""
    partner = Partner.objects.filter(pk=partner_id).exclude(webhook_url="").first()
    if partner is None:
        return
    try:
        told = tell_partner(partner)
    except WebhookError as error:
        Partner.objects.filter(pk=partner_id).update(webhook_result=str(error)[:200])
        raise
    if told:
        logger.info("partner %s: counts of %s offers told", partner_id, told)


@app.periodic(cron=EVERY_TEN_MINUTES)
@app.task(queueing_lock="tell-partners")
def tell_partners(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the time
    """Enqueue a message to each partner that wants one."""
    for pk in Partner.objects.exclude(webhook_url="").values_list("pk", flat=True):
        enqueue_telling(pk)


@app.periodic(cron=EVERY_NIGHT)
@app.task(queueing_lock="forget-api-calls")
def forget_api_calls(timestamp: int) -> None:  # noqa: ARG001
    """Delete counts of calls and answers to repeat that are more than a day old."""
    forget_old_counts()
    RepeatedAnswer.objects.filter(created_at__lt=timezone.now() - ANSWERS_KEPT).delete()


def enqueue_telling(partner_id: int) -> bool:
    """Ask for one partner to be told; False when that is waiting already."""
    lock = f"tell-partner-{partner_id}"
    job = tell_partner_of_applications.configure(lock=lock, queueing_lock=lock)
    try:
        # The savepoint: a refusal must not break the caller's transaction.
        with transaction.atomic():
            job.defer(partner_id=partner_id)
    except AlreadyEnqueued:
        return False
    return True
