"""Writes a partner's offers, one or a thousand by the same statements: only what has changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from geo_matching.accounts.models import Partner, User
from geo_matching.common import versions
from offers.hours import distinct_hours
from offers.import_tables import OFFER_FIELDS, offer_row
from offers.models import Offer, PartnerDetails, PointPrecision, WorkingHours
from offers.partner_sites import written_sites
from offers.quality_feedback import NONE, Feedback
from offers.rescoring import blend_answers, feedback_by_offer
from offers.sources.partner_body import PartnerOffer
from offers.sources.partner_requests import SECONDE

RANKING = "ranking"
# Columns that a body decides; the date of publication has rules of its own.
_COMPARED = ("site_id", *(name for name in OFFER_FIELDS if name != "published_at"))


@dataclass(frozen=True, slots=True)
class Incoming:
    """An offer to be written, how its point was found, and what only its partner gives."""

    offer: PartnerOffer
    precision: PointPrecision
    grades: list[str]
    chosen_name: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one offer: "created", "updated", "unchanged", or why it was not written."""

    status: str
    offer: Offer | None = None
    seats_taken: int = 0

    @property
    def is_written(self) -> bool:
        return self.status in {"created", "updated", "unchanged"}


def lock_partner(partner: Partner) -> None:
    """Wait until no other transaction writes offers of this partner, and keep others out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('partner'), %s)", [partner.pk])


@transaction.atomic
def write_offers(
    partner: Partner, user: User, incoming: Sequence[Incoming], *, may_update: bool = True
) -> list[Outcome]:
    """Create or update offers, each with another remote id; return an outcome each, in order.

    Not written: "duplicate" (it exists and `may_update` is false), "removed" (its identifier was
    that of an offer since deleted), "seats_taken" (fewer seats than pupils accepted).
    """
    lock_partner(partner)
    stored = _stored(partner, (one.offer.remote_id for one in incoming))
    refused = {
        one.offer.remote_id: refusal
        for one in incoming
        if (refusal := _refusal(one, stored.get(one.offer.remote_id), may_update))
    }
    wanted = [one for one in incoming if one.offer.remote_id not in refused]
    sites, sites_changed = written_sites(partner.source, wanted)
    told = feedback_by_offer(pk__in=[offer.pk for offer in stored.values()])
    writing = _Writing(partner, user, timezone.now(), told)
    pairs = [
        _merged(writing, one, site, stored.get(one.offer.remote_id))
        for one, site in zip(wanted, sites, strict=True)
    ]
    done = {offer.remote_id: Outcome(status, offer) for offer, status in pairs}
    _save(done.values(), {one.offer.remote_id: one for one in wanted})
    if sites_changed or any(outcome.status != "unchanged" for outcome in done.values()):
        versions.bump(RANKING)
    return [refused.get(o.offer.remote_id) or done[o.offer.remote_id] for o in incoming]


@transaction.atomic
def remove_offer(offer: Offer) -> None:
    """Take an offer out of every list; its row and its remote id stay for ever."""
    now = timezone.now()
    Offer.objects.filter(pk=offer.pk).update(removed_at=now, published_at=None, updated_at=now)
    versions.bump(RANKING)


def _stored(partner: Partner, remote_ids: Iterable[str]) -> dict[str, Offer]:
    offers = (
        Offer.objects.select_for_update(of=("self",))
        .filter(source=partner.source, remote_id__in=list(remote_ids))
        .select_related("site__host", "partner_details")
        .order_by("pk")
    )
    return {offer.remote_id: offer for offer in offers}


def _refusal(one: Incoming, before: Offer | None, may_update: bool) -> Outcome | None:
    if before is None:
        return None
    if not may_update:
        return Outcome("duplicate", before)
    if before.removed_at is not None:
        return Outcome("removed", before)
    if before.seats_taken > one.offer.capacity:
        return Outcome("seats_taken", before, before.seats_taken)
    return None


@dataclass(frozen=True, slots=True)
class _Writing:
    """Who writes, when, and what people said of the offers that are stored already."""

    partner: Partner
    user: User
    now: datetime
    told: Mapping[int, Feedback]


def _merged(writing: _Writing, one: Incoming, site: Any, before: Offer | None) -> tuple[Offer, str]:
    """Return the offer as it is to be, with its details, and what that means for its row."""
    feedback = writing.told.get(before.pk, NONE) if before else NONE
    row = offer_row(one.offer, site.pk, feedback)
    values = {name: row[name] for name in _COMPARED if name != "site_id"}
    offer = Offer(
        pk=before.pk if before else None,
        source=writing.partner.source,
        remote_id=one.offer.remote_id,
        site=site,
        posted_by=writing.user,
        **values,
    )
    offer.seats_taken = before.seats_taken if before else 0
    published, shown = _publication(one, before, writing.now)
    offer.published_at, offer.back_online = shown, _is_back_online(one, before)
    offer.partner_details = PartnerDetails(
        offer=offer,
        grades=one.grades,
        employer_chosen_name=one.chosen_name,
        published_at=published,
    )
    if before is None:
        return offer, "created"
    return offer, "unchanged" if _same(before, offer) else "updated"


def _publication(
    one: Incoming, before: Offer | None, now: datetime
) -> tuple[datetime | None, datetime | None]:
    """Return when the offer was published for its partner, and for pupils of 3e."""
    for_3e = one.grades != [SECONDE] and (before is None or before.masked_at is None)
    if one.offer.says_published or before is None:
        published = one.offer.published_at if one.offer.says_published else now
        return published, published if for_3e else None
    details = details_of(before)
    if details is None:
        return before.published_at, before.published_at if for_3e else None
    was_for_3e = details.grades != [SECONDE]
    # A moderator's unpublishing stays until the partner gives a date.
    shown = before.published_at if was_for_3e else details.published_at
    return details.published_at, shown if for_3e else None


def _is_back_online(one: Incoming, before: Offer | None) -> bool:
    """Say whether a masked offer goes online again if moderators let it: the last word counts."""
    if before is None or before.masked_at is None:
        return False
    return one.offer.published_at is not None if one.offer.says_published else before.back_online


def details_of(offer: Offer) -> PartnerDetails | None:
    """Return what only a partner's offer has, None for an offer from a file."""
    return getattr(offer, "partner_details", None)


def _same(before: Offer, after: Offer) -> bool:
    old, new = details_of(before), details_of(after)
    return (
        old is not None
        and new is not None
        and all(getattr(before, name) == getattr(after, name) for name in _COMPARED)
        and (before.published_at, before.back_online) == (after.published_at, after.back_online)
        and (old.grades, old.employer_chosen_name, old.published_at)
        == (new.grades, new.employer_chosen_name, new.published_at)
    )


def _save(outcomes: Iterable[Outcome], incoming: Mapping[str, Incoming]) -> None:
    written = [o.offer for o in outcomes if o.offer is not None and o.status != "unchanged"]
    if not written:
        return
    # One statement for new and known rows: a bulk update would be ten times as slow.
    Offer.objects.bulk_create(
        written,
        update_conflicts=True,
        unique_fields=["source", "remote_id"],
        update_fields=[*_COMPARED, "published_at", "back_online", "updated_at"],
    )
    for offer in written:
        offer.partner_details.offer_id = offer.pk
    PartnerDetails.objects.bulk_create(
        [offer.partner_details for offer in written],
        update_conflicts=True,
        unique_fields=["offer"],
        update_fields=["grades", "employer_chosen_name", "published_at"],
    )
    _save_hours(written, incoming)
    blend_answers(pk__in=[offer.pk for offer in written])


def _save_hours(written: Sequence[Offer], incoming: Mapping[str, Incoming]) -> None:
    wanted = {
        (offer.pk, start_s, end_s)
        for offer in written
        for start_s, end_s in distinct_hours(incoming[offer.remote_id].offer.daily_hours)
    }
    stored = WorkingHours.objects.filter(offer__in=[offer.pk for offer in written])
    known = {
        (o, s, e): pk for pk, o, s, e in stored.values_list("pk", "offer_id", "start_s", "end_s")
    }
    gone = [pk for key, pk in known.items() if key not in wanted]
    if gone:
        WorkingHours.objects.filter(pk__in=gone).delete()
    WorkingHours.objects.bulk_create(
        [
            WorkingHours(offer_id=offer, start_s=start_s, end_s=end_s)
            for offer, start_s, end_s in sorted(wanted - known.keys())
        ]
    )
