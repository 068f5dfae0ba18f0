"""The offers of the calling partner: create, list, change, delete."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from geo_matching.api.partner import changing
from geo_matching.api.partner.errors import PartnerError
from geo_matching.api.partner.offer_json import offer_answer, offer_line
from geo_matching.api.partner.pagination import page_of
from geo_matching.api.partner.reading import MOST_BYTES, parse_json, read_bytes
from geo_matching.api.partner.repeated import Answer, answer_once
from geo_matching.api.partner.schema import (
    CREATED,
    LISTED,
    OFFER_ANSWERS,
    PAGE,
    OfferBodySerializer,
    OfferPatchSerializer,
    compatible,
)
from geo_matching.api.partner.views import PartnerView
from offers.models import Offer

WRAPPER = "internship_offer"


def body_in(raw: bytes) -> dict[str, Any]:
    """Return what stands inside `internship_offer`.

    Raises
    ------
    PartnerError
        422 BAD_PAYLOAD without it.
    """
    value = parse_json(raw)
    body = value.get(WRAPPER) if isinstance(value, dict) else None
    if not isinstance(body, dict) or not body:
        raise PartnerError(422, "BAD_PAYLOAD", f"Il manque l'objet {WRAPPER}, ou il est vide.")
    return body


class OfferCollection(PartnerView):
    """Offres du partenaire."""

    @compatible(
        "Mes offres, les dernières créées d'abord, 30 par page.",
        LISTED,
        parameters=[PAGE],
        statuses=(400,),
        operation_id="v2_internship_offers_list",
    )
    def get(self, request: Request) -> Response:
        partner = self.caller.partner
        offers = (
            Offer.objects.filter(source=partner.source, removed_at__isnull=True)
            .select_related("site__host", "partner_details")
            .order_by("-pk")
        )
        pagination, rows = page_of(request, offers)
        masked = partner.masked_data
        lines = [offer_line(row, partner, masked=masked, is_partners=True) for row in rows]
        return Response({"pagination": pagination, "internshipOffers": lines})

    @compatible(
        "Crée une offre.", CREATED, request=OfferBodySerializer, statuses=(400, 409, 413, 422)
    )
    def post(self, request: Request) -> Response:
        raw = read_bytes(request, MOST_BYTES)

        def work() -> Answer:
            offer = changing.create(self.caller, body_in(raw))
            return 201, offer_answer(offer, self.caller.partner)

        return answer_once(request, self.caller, raw, work)


class OneOffer(PartnerView):
    """Une offre du partenaire, par son propre identifiant."""

    @compatible("Une de mes offres.", OFFER_ANSWERS, statuses=(404, 409))
    def get(self, _request: Request, remote_id: str) -> Response:
        offer = changing.own_offer(self.caller.partner, remote_id)
        if offer.removed_at is not None:
            raise changing.already_destroyed()
        return Response(offer_answer(offer, self.caller.partner))

    @compatible(
        "Modifie les champs donnés\u202f; `published_at` à null dépublie.",
        OFFER_ANSWERS,
        request=OfferPatchSerializer,
        statuses=(400, 404, 409, 413, 422),
    )
    def patch(self, request: Request, remote_id: str) -> Response:
        raw = read_bytes(request, MOST_BYTES)
        offer = changing.change(self.caller, remote_id, body_in(raw))
        return Response(offer_answer(offer, self.caller.partner))

    @compatible(
        "Supprime l'offre\u202f; son identifiant ne resservira pas.",
        OFFER_ANSWERS,
        statuses=(404, 409),
    )
    def delete(self, _request: Request, remote_id: str) -> Response:
        offer = changing.delete(self.caller, remote_id)
        return Response(offer_answer(offer, self.caller.partner))
