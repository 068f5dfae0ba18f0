"""Adults who no longer come: told a month before, then erased; pupils go with their school year.

Somebody comes by signing in, on a page or by the API, and a partner by using a key as well.
"""

import datetime as dt
import logging
from dataclasses import dataclass

from django.db import transaction
from django.db.models import DateTimeField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone

from geo_matching.accounts.erasing import erase, is_last_administrator, lock
from geo_matching.accounts.models import ApiToken, User
from geo_matching.accounts.roles import Role
from geo_matching.accounts.telling import tell

IDLE = dt.timedelta(days=2 * 365)
NOTICE = dt.timedelta(days=30)
# A night's share: the others go the nights after.
MOST = 5_000

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Swept:
    """How many accounts were told that they would go, and how many went."""

    warned: int
    erased: int


def sweep(now: dt.datetime) -> Swept:
    """Warn and erase those whose time has come; twice at the same moment changes nothing."""
    # Whoever was told is erased first: nobody is told and erased in one night.
    erased = sum(_erase(user, now) for user in _told(now)[:MOST])
    warned = sum(_warn(user, now) for user in _untold(now)[:MOST])
    return Swept(warned, erased)


def _warn(user: User, now: dt.datetime) -> bool:
    if is_last_administrator(user):
        return False
    # Whoever counts as told has the message, whatever stops the job.
    with transaction.atomic():
        user.idle_warned_at = now
        user.save(update_fields=["idle_warned_at"])
        tell("account_idle", user, path=reverse("account_login"), day=_local_day(now + NOTICE))
    return True


@transaction.atomic
def _erase(user: User, now: dt.datetime) -> bool:
    # Asked again for each, under its lock: a night's share takes a while, somebody may have come
    # since; and of two administrators who no longer come, one stays.
    lock(user)
    if is_last_administrator(user) or not _told(now).filter(pk=user.pk).exists():
        return False
    erase(user)
    logger.info("idle account %s erased", user.pk)
    return True


def _untold(now: dt.datetime) -> QuerySet[User]:
    """Keep those a month before their time who were not told since they came last."""
    due = _adults().filter(came_at__lte=now - IDLE + NOTICE)
    return due.exclude(idle_warned_at__gt=F("came_at")).order_by("came_at", "pk")


def _told(now: dt.datetime) -> QuerySet[User]:
    """Keep those who did not come in the month after they were told, however late that was."""
    due = _adults().filter(came_at__lte=now - IDLE, idle_warned_at__lte=now - NOTICE)
    return due.filter(idle_warned_at__gt=F("came_at")).order_by("came_at", "pk")


def _adults() -> QuerySet:
    """Return the accounts that are left, with when each was used last, as `came_at`."""
    keys = ApiToken.objects.filter(user=OuterRef("pk"), last_used_on__isnull=False)
    latest = keys.order_by("-last_used_on").values("last_used_on")[:1]
    by_key = Cast(Subquery(latest), DateTimeField())
    # Greatest leaves out what is null.
    came_at = Greatest(Coalesce("last_login", "date_joined"), by_key)
    adults = User.objects.filter(erased_at__isnull=True).exclude(role=Role.PUPIL)
    return adults.annotate(came_at=came_at)


def _local_day(moment: dt.datetime) -> dt.date:
    return timezone.localdate(moment)
