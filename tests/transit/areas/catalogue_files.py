"""An invented catalogue in the published schema of the dataset API, one dataset a call."""

from typing import Any

ISERE = {"type": "departement", "insee": "38", "nom": "Isère"}


def resource(key: str, **fields: Any) -> dict[str, Any]:
    """A GTFS resource; a field given as None is left out, as the API leaves out nulls."""
    full = {
        "id": 1,
        "datagouv_id": key,
        "title": f"{key}.zip",
        "format": "GTFS",
        "url": f"https://feeds.example/r/{key}",
        "original_url": f"https://producer.example/{key}.zip",
        "is_available": True,
        "type": "main",
        "modes": ["bus"],
        "metadata": {"start_date": "2026-11-01", "end_date": "2027-02-28"},
        **fields,
    }
    return {name: value for name, value in full.items() if value is not None}


def dataset(key: str, *resources: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A dataset of the catalogue with its resources."""
    full = {
        "id": key,
        "datagouv_id": key,
        "slug": key,
        "title": f"Réseau {key}",
        "type": "public-transit",
        "licence": "odc-odbl",
        "publisher": {"name": "Autorité inventée", "id": "p1", "type": "organization"},
        "covered_area": [ISERE],
        "tags": [],
        "resources": list(resources) or [resource(f"{key}-1")],
        "community_resources": [],
        **fields,
    }
    return {name: value for name, value in full.items() if value is not None}
