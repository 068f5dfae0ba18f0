"""Tells partners how often pupils applied to their offers: signed, repeated, public hosts only."""

import hashlib
import hmac
import json
import time
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from geo_matching.accounts.models import Partner
from geo_matching.applications.counts import application_counts
from geo_matching.applications.models import Application
from geo_matching.common.public_post import post_to_public
from offers.models import Offer

SIGNATURE = "X-Stages-Signature"
MOST_OFFERS = 500
# A change is seen once its transaction has ended: those that were still going on are told next.
_OVERLAP = timedelta(minutes=2)
_FIRST = timedelta(days=1)


def signature(secret: str, body: bytes, at: int) -> str:
    """Return "t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>" in hexadecimal>"."""
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256)
    return f"t={at},v1={signed.hexdigest()}"


def tell_partner(partner: Partner) -> int:
    """Send the counts of the offers whose applications changed; return how many offers.

    Counts are whole, not differences: told twice, they mean the same. What was told is remembered
    once the partner has answered 2xx.

    Raises
    ------
    WebhookError
        When it cannot be reached or does not answer 2xx: to be tried again.
    """
    until = timezone.now()
    since = partner.webhook_told_until or until - _FIRST
    told = 0
    for pks in _batches(_changed(partner, since - _OVERLAP)):
        body = json.dumps(_payload(pks, until), ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json",
            SIGNATURE: signature(partner.webhook_secret, body, int(time.time())),
        }
        post_to_public(partner.webhook_url, body, headers)
        told += len(pks)
    Partner.objects.filter(pk=partner.pk).update(
        webhook_told_until=until,
        **({"webhook_result": f"{told} offres transmises"} if told else {}),
    )
    return told


def _changed(partner: Partner, since: datetime) -> list[int]:
    changed = Application.objects.filter(
        offer__source=partner.source, changed_at__gt=since
    ).order_by("offer")
    return list(changed.values_list("offer", flat=True).distinct())


def _batches(pks: list[int]) -> list[list[int]]:
    return [pks[first : first + MOST_OFFERS] for first in range(0, len(pks), MOST_OFFERS)]


def _payload(pks: list[int], until: datetime) -> dict[str, Any]:
    counts = application_counts(pks)
    rows = Offer.objects.filter(pk__in=pks).order_by("pk").values_list("pk", "remote_id")
    return {
        "event": "applications.counted",
        "sent_at": until.isoformat(timespec="seconds"),
        "offers": [
            {"id": pk, "remote_id": remote_id, "applications": counts[pk]} for pk, remote_id in rows
        ],
    }
