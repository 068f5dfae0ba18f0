"""Last touches to the OpenAPI schema: one group a resource, and French typography."""

import re
from typing import Any

_GROUPS = {
    "colleges": "Collèges",
    "offers": "Offres",
    "isochrones": "Isochrones",
    "health": "Service",
}
# French wants a narrow no-break space before these.
_BEFORE_SIGN = re.compile(r" (?=[;:!?»])|(?<=«) ")


def french_schema(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Group the addresses by resource, and set every sentence as French is printed."""
    for path, operations in result["paths"].items():
        group = _GROUPS[path.split("/")[3]]
        for operation in operations.values():
            operation["tags"] = [group]
    return _typeset(result)


def _typeset(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _typeset(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_typeset(item) for item in value]
    if isinstance(value, str) and key in {"description", "title"}:
        return _BEFORE_SIGN.sub("\u202f", value)
    return value
