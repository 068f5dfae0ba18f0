"""Create bodies of the partner API, right unless a test spoils them."""

import json
from pathlib import Path

from offers.weeks import format_week
from tests.offers.factories import LATER, SOON


def body(number: int = 1, **changes) -> dict:
    """Return a correct body; a change of None leaves the field out."""
    values = {
        "title": "Découverte d'une menuiserie",
        "description": "Lundi : visite de l'atelier. Mardi : mesurer et poncer avec la menuisière.",
        "employer_name": "Menuiserie des Essais",
        "employer_description": "Une menuiserie de douze personnes qui travaille pour la ville.",
        "employer_website": "https://menuiserie.example",
        "coordinates": {"latitude": 45.2, "longitude": 5.7},
        "street": "1 rue des Essais",
        "zipcode": "38990",
        "city": "Valbourg",
        "sector_uuid": "s24",
        "remote_id": f"r{number}",
        "permalink": f"https://offres.example/{number}",
        "max_candidates": 2,
        "is_public": False,
        "lunch_break": "Salle commune",
        "daily_hours": {"lundi": ["9:00", "17:00"], "mercredi": ["9:00", "12:00"]},
        "handicap_accessible": True,
        "weeks": [format_week(SOON), format_week(LATER)],
        "grades": ["troisieme"],
        "rep": False,
        "qpv": False,
        **changes,
    }
    return {name: value for name, value in values.items() if value is not None}


def write_offers(folder: Path, *items: object, name: str = "offers.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(items), encoding="utf-8")
    return path
