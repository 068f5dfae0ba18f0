"""French words in templates: counted nouns, and the page's own address with one part changed."""

from typing import Any

from django.template import Library

from geo_matching.common.text import NARROW_SPACE

register = Library()


@register.filter
def counted(number: int, forms: str) -> str:
    """Return "1 place" or "1 200 places" of "place,places"."""
    one, many = forms.split(",")
    figure = f"{number:,}".replace(",", NARROW_SPACE)
    return f"{figure} {one if abs(number) <= 1 else many}"


@register.simple_tag(takes_context=True)
def address(context: dict[str, Any], **changes: object) -> str:
    """Return the query string of this page with some parameters changed."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query[name] = str(value)
    return str(query.urlencode())
