"""The three steps as a browser would send them."""

import datetime as dt

from django.contrib.gis.geos import Point
from django.utils import timezone

from offers.models import OfferDraft
from offers.weeks import format_week, week_of
from qpv_data.models import Address, Street

SOON = week_of(timezone.localdate() + dt.timedelta(weeks=4))
WHERE = {
    "siret": "",
    "name": "Atelier des Essais",
    "is_public": "0",
    "website": "www.essais.example",
    "description": "Menuiserie de douze personnes.",
    "office_address": "1 quai des Sièges, 69000 Ailleurs",
    "street": "12 rue des Essais",
    "postcode": "38000",
    "city": "Valbourg",
    "lat": "",
    "lon": "",
    "precision": "",
    "found_for": "",
}
WHEN = {
    "weeks": [format_week(SOON)],
    "rhythm": "same",
    "days": ["lundi", "mardi", "mercredi", "jeudi", "vendredi"],
    "start": "09:00",
    "end": "16:30",
    "lunch_break": "Cantine",
    "capacity": "3",
    "reception": "group",
    "group_size": "2",
    "audience": "rep",
    "reserved": "",
}
CONTENT = {
    "title": "Du bois au meuble",
    "description": "Mesurer, tracer et monter un petit meuble avec le menuisier.",
    "sector": "s24",
    "programme_lundi": "Accueil et visite de l'atelier",
    "programme_mardi": "Mesurer et tracer une planche",
    "tutor_name": "Camille Essai",
    "tutor_trade": "menuisière",
    "jobs": "menuisière, comptable",
    "accessible": "on",
    "accessibility": "De plain-pied",
    "to_bring": "Des chaussures fermées",
}
DOOR = (45.101, 5.701)


def make_address() -> Street:
    """12 rue des Essais, 38000 Valbourg, and the street's middle."""
    street = Street.objects.create(
        commune_code="38185",
        postcode="38000",
        name="Rue des Essais",
        commune_name="Valbourg",
        departement="38",
        search="rue des essais 38000 valbourg",
        point=Point(5.7, 45.1, srid=4326),
    )
    point = Point(DOOR[1], DOOR[0], srid=4326)
    Address.objects.create(ban_id="38185_0001_00012", street=street, number="12", point=point)
    return street


def as_data(fields: dict) -> dict[str, list[str]]:
    return {
        name: value if isinstance(value, list) else [str(value)] for name, value in fields.items()
    }


def make_draft(user, *, where=(), when=(), content=(), **fields) -> OfferDraft:
    """Make a complete draft, some fields of its steps replaced."""
    data = {
        "where": as_data({**WHERE, **dict(where)}),
        "when": as_data({**WHEN, **dict(when)}),
        "content": as_data({**CONTENT, **dict(content)}),
    }
    return OfferDraft.objects.create(**{"user": user, "data": data, "step": 4, **fields})
