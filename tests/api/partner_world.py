"""A partner with its account and key, and clients that call the API as it does."""

import json
from itertools import count

from django.test import Client

from geo_matching.accounts.models import ApiToken, Partner, PartnerMember
from geo_matching.accounts.roles import Role
from tests.accounts.factories import make_user

_numbers = count(1)
OFFERS = "/api/v2/internship_offers"


def make_partner(**fields) -> Partner:
    partner = Partner.objects.create(name=f"Association d'essai {next(_numbers)}", **fields)
    PartnerMember.objects.create(partner=partner, user=make_user(Role.PARTNER))
    return partner


def user_of(partner: Partner):
    return partner.members.get().user


class PartnerClient:
    """Sends and reads JSON with a partner's key."""

    def __init__(self, partner: Partner | None = None, token: str | None = None) -> None:
        self.client = Client(raise_request_exception=True)
        if partner is not None:
            _, token = ApiToken.make(user_of(partner), "essais")
        self.token = token

    def call(self, method: str, path: str, body: object = None, **headers):
        if self.token:
            headers.setdefault("authorization", f"Bearer {self.token}")
        data = (
            body if isinstance(body, bytes | str) else json.dumps(body) if body is not None else ""
        )
        return self.client.generic(
            method, path, data, content_type="application/json", headers=headers
        )

    def create(self, body: dict, **headers):
        return self.call("POST", OFFERS, {"internship_offer": body}, **headers)

    def patch(self, remote_id: str, body: dict):
        return self.call("PATCH", f"{OFFERS}/{remote_id}", {"internship_offer": body})

    def delete(self, remote_id: str):
        return self.call("DELETE", f"{OFFERS}/{remote_id}")

    def get(self, path: str):
        return self.call("GET", path)


def error_of(response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]
