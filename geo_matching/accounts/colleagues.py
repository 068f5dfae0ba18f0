"""Asks a collège whether somebody with an address of its académie works there.

The question goes to the establishment's own mailbox, by a one-time link, and to its heads, who
answer behind their sign-in. Nobody is let in by the address alone.
"""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from geo_matching.accounts.models import AccessRequest, TerritoryScope, User
from geo_matching.accounts.models.access_request import VALID, AccessRequestQuerySet
from geo_matching.accounts.official_addresses import mailbox_of
from geo_matching.accounts.roles import SCHOOL_STAFF, Role
from geo_matching.accounts.telling import tell
from geo_matching.common.one_time import digest_of, new_secret
from qpv_data.models import College

# Between two messages about one person: a mailbox is not to be flooded.
AGAIN_AFTER = dt.timedelta(days=1)


def heads_of(college: College) -> QuerySet[User]:
    """Return the heads of a collège who have been let in."""
    return User.objects.filter(
        role=Role.HEAD, is_active=True, approved_at__isnull=False, scopes__college=college
    )


def ask(request: AccessRequest, college: College) -> None:
    """Send the question to the collège of a request; an earlier link stops working."""
    token = new_secret()
    request.link_hash, request.asked_at = digest_of(token), timezone.now()
    request.save(update_fields=["link_hash", "asked_at"])
    about = {"college": college, "role": request.get_role_display(), "days": VALID.days}
    link = reverse("colleague_by_link", args=[token])
    tell("colleague_to_confirm", mailbox_of(college), path=link, **about)
    for head in heads_of(college).exclude(pk=request.user_id):
        page = reverse("colleague", args=[request.pk])
        tell("colleague_to_confirm", head, path=page, **about)


@transaction.atomic
def ask_again(user: User) -> bool:
    """Send the question once more, a day later at the earliest; False when it is not the time."""
    own = AccessRequest.objects.filter(user=user, asked_at__isnull=False)
    request = _questions(own.select_for_update(of=("self",))).first()
    if request is None or request.college is None or not may_ask_again(request):
        return False
    ask(request, request.college)
    return True


def may_ask_again(request: AccessRequest) -> bool:
    return request.asked_at is not None and request.asked_at + AGAIN_AFTER <= timezone.now()


def by_token(token: str) -> AccessRequest | None:
    """Return the request of a link, None when it is decided, too old or unknown."""
    return _open(AccessRequest.objects.filter(link_hash=digest_of(token))).first()


def waiting_for(head: User) -> AccessRequestQuerySet:
    """Return what the collèges of this head have to answer, the longest wait first."""
    colleges = TerritoryScope.objects.filter(user=head).colleges()
    return _open(AccessRequest.objects.filter(college__in=colleges)).order_by("asked_at", "pk")


def for_head(pk: int, head: User) -> AccessRequest | None:
    """Return a request for a collège of this head, None when there is nothing to answer."""
    return waiting_for(head).filter(pk=pk).first()


def _open(requests: AccessRequestQuerySet) -> AccessRequestQuerySet:
    return _questions(requests).filter(asked_at__gt=timezone.now() - VALID)


def _questions(requests: AccessRequestQuerySet) -> AccessRequestQuerySet:
    """Keep those that a collège has to decide."""
    of_staff = requests.waiting().filter(role__in=SCHOOL_STAFF)
    return of_staff.select_related("user", "college__commune__departement")
