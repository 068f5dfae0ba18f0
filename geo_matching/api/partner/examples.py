"""Invented examples for the partner API's page."""

from typing import Any

_FIELDS: dict[str, Any] = {
    "title": "Découverte d'une menuiserie",
    "description": (
        "Lundi\u202f: visite de l'atelier. Mardi\u202f: mesurer et poncer avec la menuisière."
    ),
    "employer_name": "Menuiserie du Pont",
    "employer_description": "Une menuiserie de douze personnes qui travaille pour la ville.",
    "employer_website": "https://menuiserie.example",
    "street": "1 rue de l'Exemple",
    "zipcode": "38000",
    "city": "Grenoble",
    "remote_id": "abc-1",
    "permalink": "https://offres.example/abc-1",
    "max_candidates": 2,
    "is_public": False,
    "grades": ["troisieme"],
}
BODY_EXAMPLE = {
    "internship_offer": {
        **_FIELDS,
        "coordinates": {"latitude": 45.1885, "longitude": 5.7245},
        "sector_uuid": "s24",
        "weeks": ["2026-W48", "2026-W49"],
        "daily_hours": {"lundi": ["9:00", "16:00"], "mardi": ["9:00", "16:00"]},
    }
}
BULK_EXAMPLE = {"internship_offers": [BODY_EXAMPLE["internship_offer"]]}
PATCH_EXAMPLE = {"internship_offer": {"published_at": None}}
ANSWER_EXAMPLE = {
    **_FIELDS,
    "published_at": "2026-11-26T08:00:00.000+01:00",
    "formatted_coordinates": {"latitude": 45.1885, "longitude": 5.7245},
    "weeks": ["2026-W48", "2026-W49"],
    "coordinates_precision": "given",
}
LIST_EXAMPLE = {
    "pagination": {
        "totalInternshipOffers": 1,
        "internshipOffersPerPage": 30,
        "totalPages": 1,
        "currentPage": 1,
        "nextPage": None,
        "prevPage": None,
        "isFirstPage": True,
        "isLastPage": True,
        "pageUrlBase": "https://stages.example/api/v2/internship_offers",
    },
    "internshipOffers": [
        {
            "id": 12,
            **{name: _FIELDS[name] for name in _FIELDS if name != "max_candidates"},
            "url": "https://stages.example/offres/12/?utm_source=operator-1",
            "date_start": "23 novembre 2026",
            "date_end": " 4 décembre 2026",
            "latitude": 45.1885,
            "longitude": 5.7245,
            "image": "https://stages.example/static/maps/img/mark.svg",
            "sector": "Filière bois",
            "handicap_accessible": False,
            "period": 0,
            "weeks": "du 23/11/2026 au 27/11/2026, du 30/11/2026 au 04/12/2026",
            "rep": False,
            "qpv": False,
        }
    ],
}
