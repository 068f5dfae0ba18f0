"""What becomes of an offer once it is posted: off the site, back on it, removed; all recorded."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from geo_matching.accounts.models import User
from geo_matching.common.versions import bump
from offers.models import HostMember, Offer, OfferRevision
from offers.sources.partner_requests import SECONDE

Action = OfferRevision.Action


class SeatsTakenError(Exception):
    """Pupils count on this offer: it cannot go."""


def put_online(offer: Offer, moment: dt.datetime) -> None:
    """Mark an offer as published, without saving it; one that is published keeps its date.

    The one place where an offer goes online by hand. One that moderators masked stays off: its
    host reads why, and contests; that it is wanted online is remembered. Removed ones stay off too,
    and those that a partner has for seconde only.
    """
    if offer.removed_at is not None or _is_for_seconde(offer):
        return
    if offer.masked_at is not None:
        offer.back_online = True
    else:
        offer.published_at = offer.published_at or moment


def mask(offer: Offer, moment: dt.datetime) -> None:
    """Take an offer off for the moderators, without saving; that it was online is remembered."""
    if offer.masked_at is None:
        offer.back_online = offer.published_at is not None
    offer.published_at, offer.masked_at = None, moment


def unmask(offer: Offer, moment: dt.datetime) -> None:
    """Undo `mask`, without saving: what its host or its partner had taken off stays off."""
    wanted = offer.back_online and _wanted_by_partner(offer)
    offer.masked_at, offer.back_online = None, False
    if wanted:
        put_online(offer, moment)


def record(
    offer: Offer, user: User, action: str, changes: Sequence[dict[str, str]] = ()
) -> OfferRevision:
    """Write a line of the offer's history."""
    return OfferRevision.objects.create(
        offer=offer, user=user, action=action, changes=list(changes)
    )


@transaction.atomic
def publish_again(offer_pk: int, user: User) -> Offer:
    """Put an offer back on the site; one that is masked waits for the moderators.

    Raises
    ------
    Offer.DoesNotExist
    """
    offer = _locked(offer_pk, user)
    if offer.published_at is None:
        put_online(offer, timezone.now())
        if offer.published_at is not None:
            _save(offer, user, Action.PUBLISHED_AGAIN)
        elif offer.back_online:
            offer.save(update_fields=["back_online"])
    return offer


@transaction.atomic
def unpublish(offer_pk: int, user: User) -> Offer:
    """Take an offer off the site, also once the moderators unmask it; its applications stay.

    Raises
    ------
    Offer.DoesNotExist
    """
    offer = _locked(offer_pk, user)
    if offer.published_at is not None or offer.back_online:
        offer.published_at, offer.back_online = None, False
        _save(offer, user, Action.UNPUBLISHED)
    return offer


def hosts_left_without(user: User) -> list[int]:
    """Return the hosts whose team is this user alone, every team it is in being locked."""
    # Of two who leave at once, the second sees that it is alone.
    teams = HostMember.objects.filter(host__members__user=user).order_by("pk")
    list(teams.select_for_update(of=("self",)))
    others = HostMember.objects.filter(host=OuterRef("host")).exclude(user=user)
    alone = HostMember.objects.filter(~Exists(others), user=user)
    return list(alone.values_list("host", flat=True))


@transaction.atomic
def unpublish_before_leaving(user: User) -> int:
    """Take off the site what nobody could answer for once this user has left; return how many.

    That is what pupils apply to here, of the hosts whose team is this user alone.
    """
    alone = Offer.objects.wanted_online().filter(site__host__in=hosts_left_without(user))
    offers = list(alone.filter(permalink="").select_for_update(of=("self",)).order_by("pk"))
    for offer in offers:
        offer.published_at, offer.back_online = None, False
        _save(offer, user, Action.UNPUBLISHED)
    return len(offers)


@transaction.atomic
def remove(offer_pk: int, user: User) -> Offer:
    """Take an offer off the site and out of the host's list; the row stays.

    Raises
    ------
    Offer.DoesNotExist
    SeatsTakenError
        When pupils have a place.
    """
    offer = _locked(offer_pk, user)
    if offer.seats_taken:
        raise SeatsTakenError
    offer.published_at, offer.removed_at = None, timezone.now()
    _save(offer, user, Action.REMOVED)
    return offer


def _is_for_seconde(offer: Offer) -> bool:
    details = getattr(offer, "partner_details", None)
    return details is not None and details.grades == [SECONDE]


def _wanted_by_partner(offer: Offer) -> bool:
    """Say whether its partner's last body has it online; True for offers of nobody's API."""
    details = getattr(offer, "partner_details", None)
    return details is None or details.published_at is not None


def _locked(offer_pk: int, user: User) -> Offer:
    offers = Offer.objects.managed_by(user).select_related("site__host")
    found: Offer = offers.select_for_update(of=("self",)).get(pk=offer_pk)
    return found


def _save(offer: Offer, user: User, action: str) -> None:
    offer.save(update_fields=["published_at", "back_online", "removed_at", "updated_at"])
    record(offer, user, action)
    bump("ranking")
