"""What is wrong with a field of a partner's offer, in French: its value, and what is accepted."""

from typing import Any

from geo_matching.common.text import shorten
from offers.sources.partner_fields import MOST_SEATS, Body, FieldFault

LONGEST = {
    "title": 150,
    "description": 1500,
    "employer_name": 150,
    "employer_description": 275,
    "employer_website": 540,
    "employer_chosen_name": 150,
    "street": 200,
    "zipcode": 20,
    "city": 50,
    "sector_uuid": 80,
    "remote_id": 60,
    "permalink": 200,
    "lunch_break": 1000,
}
_FORMS: dict[str, str] = {
    "not_text": "un texte est attendu",
    "not_boolean": "true ou false est attendu",
    "bad_postcode": "un code postal français à cinq chiffres est attendu",
    "bad_permalink": "une adresse qui commence par https:// ou http:// est attendue",
    "bad_website": "une adresse qui commence par https:// ou http:// est attendue",
    "trial_permalink": (
        "«\u202ftest\u202f» et «\u202fstaging\u202f» sont refusés\u202f: donnez la page publique"
    ),
    "unknown_sector": "un code de domaine est attendu, de s1 à s51 (GET /api/v2/sectors)",
    "bad_capacity": f"un nombre de places de 1 à {MOST_SEATS} est attendu",
    "bad_week": "des semaines ISO qui existent sont attendues, comme 2026-W48",
    "unknown_grade": "troisieme, quatrieme ou seconde est attendu",
    "mixed_grades": "collège et lycée ne vont pas dans une même offre\u202f: envoyez-en deux",
    "official_weeks": "une offre de seconde porte les deux semaines officielles de juin",
    "not_a_list": "une liste est attendue",
    "bad_hours": 'un horaire est attendu, comme {"lundi": ["9:00", "17:00"]}',
    "bad_date": "une date avec décalage est attendue, comme 2026-11-23T08:00:00+01:00",
    "bad_coordinates": "{latitude, longitude} en degrés est attendu",
    "outside_france": "ce point est hors de France",
    "swapped_coordinates": "latitude et longitude semblent échangées",
    "other_territory": "ce point n'est pas dans le territoire du code postal",
    "no_coordinates": "donnez latitude et longitude, ou une adresse que nous connaissons",
    "changed_remote_id": "l'identifiant d'une offre ne change pas",
}


def in_french(fault: FieldFault, body: Body) -> str:
    """Return one sentence: the field, what is accepted, and what was received."""
    value = body.get(fault.field)
    if fault.code == "missing":
        return f"Il manque {fault.field}."
    if fault.code == "too_long":
        length = len(str(value).strip())
        return f"{fault.field}\u202f: {LONGEST[fault.field]} caractères au plus, {length} reçus."
    if fault.code == "seats_taken":
        return f"max_candidates\u202f: {fault.message} places sont déjà prises."
    return f"{fault.field}\u202f: {_FORMS[fault.code]}.{_received(value)}"


def _received(value: Any) -> str:
    if value in (None, ""):
        return ""
    text = value if isinstance(value, str) else repr(value)
    clean = "".join(char if char.isprintable() else "\ufffd" for char in shorten(text, 60))
    return f" Reçu\u202f: «\u202f{clean}\u202f»."
