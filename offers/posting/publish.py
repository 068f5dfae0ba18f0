"""Turns a draft into rows: host, place, offer, hours; all at once, and once only."""

from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone

from geo_matching.accounts.models import User
from geo_matching.common.versions import bump
from offers.hours import distinct_hours, parse_clock
from offers.lifecycle import put_online, record
from offers.models import (
    Host,
    HostMember,
    Offer,
    OfferDay,
    OfferDraft,
    OfferRevision,
    Site,
    WorkingHours,
)
from offers.posting.changes import changes_between, told_offer
from offers.posting.drafts import Checked, check, content_of
from offers.posting.places import Located, TypedPlace
from offers.quality import score_offer
from offers.rescoring import blend_answers, quality_of

# The source of what is posted on our own pages; its remote id is the draft's number.
SOURCE = "depot"


class NotReadyError(Exception):
    """Something in the draft is to be corrected first."""


@dataclass(frozen=True, slots=True)
class _Posting:
    user: User
    checked: Checked
    # What is written, and how it read before in words; {} for a new one.
    offer: Offer
    before: dict[str, str]


@transaction.atomic
def publish(draft_pk: int, user: User) -> Offer:
    """Publish the user's draft, or write its changes into the offer it is of; the draft is done.

    A second time, say after a double click, it returns the offer of the first.

    Raises
    ------
    OfferDraft.DoesNotExist
        When the user has no such draft and no offer came of it, or has left the host's team.
    NotReadyError
        When a step is incomplete or wrong; nothing is written.
    """
    drafts = OfferDraft.objects.visible_to(user)
    draft = drafts.select_for_update(of=("self",)).filter(pk=draft_pk).first()
    if draft is None:
        return _published_before(draft_pk, user)
    checked = check(draft)
    if checked.faulty:
        raise NotReadyError
    offer = _offer_to_write(draft, user, checked)
    posting = _Posting(user, checked, offer, told_offer(offer) if offer.pk else {})
    _write_offer(posting, _write_host(draft, user, checked))
    blend_answers(pk=offer.pk)
    draft.delete()
    bump("ranking")
    return offer


def _published_before(draft_pk: int, user: User) -> Offer:
    known = Offer.objects.managed_by(user).filter(source=SOURCE, remote_id=str(draft_pk)).first()
    if known is None:
        raise OfferDraft.DoesNotExist
    return known


def _write_host(draft: OfferDraft, user: User, checked: Checked) -> Host:
    names = ("name", "siret", "description", "website", "office_address")
    values: dict[str, Any] = {name: checked.where.cleaned_data[name] for name in names}
    values["is_public"] = checked.where.cleaned_data["is_public"] == "1"
    if draft.host_id is None:
        host = Host.objects.create(key=f"{SOURCE}:{draft.pk}", **values)
        HostMember.objects.create(host=host, user=user)
        return host
    found = Host.objects.managed_by(user).filter(pk=draft.host_id).first()
    if found is None:
        raise OfferDraft.DoesNotExist
    changed = [name for name, value in values.items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, values[name])
    if changed:
        found.save(update_fields=changed)
    return found


def _write_site(host: Host, place: TypedPlace, located: Located) -> Site:
    site, _ = Site.objects.get_or_create(
        host=host,
        street=place.street,
        postcode=place.postcode,
        city=place.city,
        point=Point(located.lon, located.lat, srid=4326),
        defaults={"precision": located.precision},
    )
    return site


def _write_offer(posting: _Posting, host: Host) -> None:
    offer, where = posting.offer, posting.checked.where.cleaned_data
    place = TypedPlace(where["street"], where["postcode"], where["city"])
    located = posting.checked.located
    if located is None:
        raise NotReadyError
    offer.site = _write_site(host, place, located)
    for name, value in _values(offer, posting.checked).items():
        setattr(offer, name, value)
    was_off = offer.published_at is None
    put_online(offer, timezone.now())
    offer.save()
    offer.reserved_colleges.set(posting.checked.when.cleaned_data["colleges"])
    _write_hours(offer, posting)
    changes = changes_between(posting.before, told_offer(offer)) if posting.before else []
    if was_off and offer.published_at is not None:
        record(offer, posting.user, OfferRevision.Action.PUBLISHED, changes)
    elif changes:
        record(offer, posting.user, OfferRevision.Action.CHANGED, changes)


def _offer_to_write(draft: OfferDraft, user: User, checked: Checked) -> Offer:
    if draft.offer_id is None:
        return Offer(source=SOURCE, remote_id=str(draft.pk), posted_by=user)
    offers = Offer.objects.managed_by(user).select_related("site__host")
    # Seats are taken under this lock too: capacity never falls below them.
    found: Offer | None = offers.select_for_update(of=("self",)).filter(pk=draft.offer_id).first()
    if found is None:
        raise OfferDraft.DoesNotExist
    if found.seats_taken > checked.when.cleaned_data["capacity"]:
        raise NotReadyError
    return found


def _values(offer: Offer, checked: Checked) -> dict[str, Any]:
    """Return the columns of the offer that the forms fill."""
    when, told = checked.when.cleaned_data, checked.content.cleaned_data
    values = {
        name: when[name]
        for name in ("weeks", "daily_hours", "lunch_break", "capacity", "audience", "group_size")
    }
    values |= {
        name: told[name]
        for name in (
            "title",
            "description",
            "sector",
            "programme",
            "tutor_name",
            "tutor_trade",
            "jobs",
            "to_bring",
            "accessibility",
            "accessible",
        )
    }
    quality = score_offer(content_of(checked))
    if offer.pk is not None:
        quality = quality_of(offer, quality)
    return values | {"quality_score": quality.score, "quality_parts": quality.parts_json()}


def _write_hours(offer: Offer, posting: _Posting) -> None:
    """Write the distinct hours, and the days where several hosts share the week."""
    daily = posting.checked.daily_hours
    offer.hours.all().delete()
    WorkingHours.objects.bulk_create(
        WorkingHours(offer=offer, start_s=start_s, end_s=end_s)
        for start_s, end_s in distinct_hours(daily)
    )
    offer.days.all().delete()
    places = posting.checked.when.cleaned_data["places"]
    if not places:
        return
    hosts: dict[str, Host] = {}
    for day, times in daily.items():
        own = places.get(day)
        site = offer.site
        if own is not None:
            host = hosts.setdefault(own.host, _host_of_day(offer, own.host))
            site = _write_site(host, own.place, own.located)
        OfferDay.objects.create(
            offer=offer,
            day=day,
            site=site,
            start_s=parse_clock(times[0]),
            end_s=parse_clock(times[-1]),
        )


def _host_of_day(offer: Offer, name: str) -> Host:
    """Return the host that receives on a day: it has no team, the offer's own host answers."""
    if name == offer.site.host.name:
        return offer.site.host
    host, _ = Host.objects.get_or_create(
        key=f"{offer.source}:{offer.pk}:{name}"[:240], defaults={"name": name}
    )
    return host
