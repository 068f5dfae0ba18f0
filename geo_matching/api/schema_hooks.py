"""Last touches to the OpenAPI schema: one group a resource, and French typography."""

from typing import Any

from geo_matching.api.v1.changelog import description, partner_description
from geo_matching.common.text import typeset

_GROUPS = {
    "colleges": "Collèges",
    "offers": "Offres",
    "isochrones": "Isochrones",
    "health": "Service",
}


def public_only(endpoints: list[Any], **_kwargs: Any) -> list[Any]:
    """Leave out what only partners may ask: a page of their own shows it."""
    own = ("/api/v2/", "/api/v1/partner/")
    return [endpoint for endpoint in endpoints if not endpoint[0].startswith(own)]


def french_schema(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Add what changed, group the addresses by resource, typeset every sentence in French."""
    result["info"]["description"] = description()
    for path, operations in result["paths"].items():
        group = _GROUPS[path.split("/")[3]]
        for operation in operations.values():
            operation["tags"] = [group]
            operation["summary"] = operation["description"].split("\n")[0].rstrip(".")
    return _typeset(result)


_PARTNER_GROUPS = {"v1": "Notre API", "v2": "API compatible"}


def partner_schema(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Describe the partners' API: its introduction, its two parts, and the token."""
    result["info"]["description"] = partner_description()
    schemes = result.setdefault("components", {}).setdefault("securitySchemes", {})
    schemes["partnerToken"] = {"type": "http", "scheme": "bearer"}
    for path, operations in result["paths"].items():
        for operation in operations.values():
            operation["tags"] = [_PARTNER_GROUPS[path.split("/")[2]]]
            operation["summary"] = operation["description"].split("\n")[0].rstrip(".")
    return _typeset(result)


def _typeset(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _typeset(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_typeset(item) for item in value]
    if isinstance(value, str) and key in {"description", "title", "summary"}:
        return typeset(value)
    return value
