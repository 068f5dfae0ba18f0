"""Create, change and delete one offer, as requests of the compatible API ask for it."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from geo_matching.accounts.models import Partner
from geo_matching.api.partner.errors import PartnerError, refused
from geo_matching.api.partner.offer_json import MASK
from geo_matching.api.partner.tokens import Caller
from offers.models import Offer, PointPrecision
from offers.partner_places import Place, place_of
from offers.partner_writing import (
    Incoming,
    Outcome,
    details_of,
    lock_partner,
    remove_offer,
    write_offers,
)
from offers.sources.partner_fields import Body, FieldFault, LatLon
from offers.sources.partner_requests import ReadOffer, RequestFault, read_offer

_ADDRESS = ("street", "zipcode", "city")


def incoming_of(body: Body, kept: Place | None = None) -> Incoming:
    """Return an offer ready to be written; `kept` is its place when only its address is unclear.

    Raises
    ------
    RequestFault
    """
    read = read_offer(body)
    point, precision = _place(read, kept)
    return Incoming(read.at(point), precision, read.grades, read.chosen_name)


def create(caller: Caller, body: Body) -> Offer:
    # The date of publication may be changed, not chosen.
    given = {name: value for name, value in body.items() if name != "published_at"}
    one = _incoming(given)
    outcome = write_offers(caller.partner, caller.user, [one], may_update=False)[0]
    return _written(outcome)


def change(caller: Caller, remote_id: str, patch: Body) -> Offer:
    """Change the fields that are given; null is a value, absent is none."""
    with transaction.atomic():
        lock_partner(caller.partner)
        offer = own_offer(caller.partner, remote_id)
        if offer.removed_at is not None:
            raise already_destroyed()
        body, kept = _changed(offer, patch, masked=caller.partner.masked_data)
        outcome = write_offers(caller.partner, caller.user, [_incoming(body, kept)])[0]
        return _written(outcome)


def delete(caller: Caller, remote_id: str) -> Offer:
    """Delete an offer and return it as it was."""
    with transaction.atomic():
        lock_partner(caller.partner)
        offer = own_offer(caller.partner, remote_id)
        if offer.removed_at is not None:
            raise already_destroyed()
        remove_offer(offer)
        return offer


def own_offer(partner: Partner, remote_id: str) -> Offer:
    """Return an offer of this partner, deleted or not; another's is a 404 like none at all."""
    found = None
    remote_id = remote_id.removesuffix("/")
    if "\x00" not in remote_id:
        offers = Offer.objects.select_related("site__host", "partner_details")
        found = offers.filter(source=partner.source, remote_id=remote_id).first()
    if found is None:
        raise PartnerError(
            404, "NOT_FOUND", "Vous n'avez pas d'offre avec cet identifiant (remote_id)."
        )
    return found


def _incoming(body: Body, kept: Place | None = None) -> Incoming:
    try:
        return incoming_of(body, kept)
    except RequestFault as fault:
        raise refused(fault, body) from None


def _place(read: ReadOffer, kept: Place | None) -> Place:
    if read.point is not None:
        return read.point, kept[1] if kept and kept[0] == read.point else PointPrecision.GIVEN
    values = read.values
    try:
        found = place_of(values["street"], values["zipcode"], values["city"])
    except FieldFault as fault:
        if kept is None:
            raise RequestFault("VALIDATION_ERROR", (fault,)) from None
        return kept
    if kept is not None and found[1] == PointPrecision.POSTCODE:
        return kept
    return found


def _changed(offer: Offer, patch: Body, *, masked: bool) -> tuple[dict[str, Any], Place | None]:
    """Return the whole body that a patch makes, and the place that a new street does not undo."""
    stored, place = _body_of(offer)
    given = dict(patch)
    if not given.get("coordinates"):
        given.pop("coordinates", None)
    if str(given.get("remote_id", offer.remote_id)) != offer.remote_id:
        fault = FieldFault("remote_id", "changed_remote_id", "does not change")
        raise refused(RequestFault("VALIDATION_ERROR", (fault,)), given)
    if masked and given.get("employer_name") in (MASK, stored["employer_chosen_name"] or MASK):
        # What a masked answer showed comes back: the name itself has not changed.
        given.pop("employer_name")
    if given.get("street") == "N/A":
        given.pop("street")
    body = {**stored, **given}
    if "coordinates" in given:
        return body, None
    moved = {n for n in _ADDRESS if body[n] and str(body[n]).strip() != stored[n]}
    if moved:
        body.pop("coordinates")
    return body, None if "zipcode" in moved else place


def _body_of(offer: Offer) -> tuple[dict[str, Any], Place]:
    site, details = offer.site, details_of(offer)
    body = {
        "title": offer.title,
        "description": offer.description,
        "employer_name": site.host.name,
        "employer_description": site.host.description,
        "employer_website": site.host.website,
        "employer_chosen_name": details.employer_chosen_name if details else "",
        "coordinates": {"latitude": site.point.y, "longitude": site.point.x},
        "street": site.street,
        "zipcode": site.postcode,
        "city": site.city,
        "sector_uuid": offer.sector,
        "remote_id": offer.remote_id,
        "permalink": offer.permalink,
        "max_candidates": offer.capacity,
        "is_public": site.host.is_public,
        "lunch_break": offer.lunch_break,
        "daily_hours": offer.daily_hours,
        "handicap_accessible": offer.accessible,
        "weeks": [f"{week // 100}-W{week % 100:02}" for week in offer.weeks],
        "grades": list(details.grades) if details else ["troisieme"],
        "rep": offer.audience == "rep",
        "qpv": offer.audience == "qpv",
    }
    return body, (LatLon(site.point.y, site.point.x), PointPrecision(site.precision))


def _written(outcome: Outcome) -> Offer:
    if outcome.offer is None or not outcome.is_written:
        raise not_written(outcome)
    return outcome.offer


def not_written(outcome: Outcome) -> PartnerError:
    """Return the answer for an offer whose body was right and that was not written all the same."""
    if outcome.status == "seats_taken":
        taken = FieldFault("max_candidates", "seats_taken", str(outcome.seats_taken))
        return refused(RequestFault("VALIDATION_ERROR", (taken,)), {})
    if outcome.status == "removed":
        return already_destroyed()
    remote_id = outcome.offer.remote_id if outcome.offer else ""
    location = f"{reverse('v2-offers')}/{quote(remote_id, safe='')}"
    return PartnerError(
        409,
        "DUPLICATE_API",
        f"Une de vos offres a déjà cet identifiant (remote_id)\u202f: {remote_id}.",
        more={"location": f"{settings.SITE_URL}{location}"},
        headers={"Location": location},
    )


def already_destroyed() -> PartnerError:
    return PartnerError(409, "API_ALREADY_DESTROYED", "Cette offre est déjà supprimée.")
