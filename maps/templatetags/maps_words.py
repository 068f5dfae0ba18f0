"""In templates: counted nouns, addresses of rows, the page's own with one part changed."""

from functools import lru_cache
from typing import Any

from django.template import Library
from django.urls import reverse

from geo_matching.common.text import NARROW_SPACE

register = Library()
# Stands nowhere else in an address.
_ANY_KEY = 9_876_543_210


@register.filter
def counted(number: int, forms: str) -> str:
    """Return "1 place" or "1 200 places" of "place,places"."""
    one, many = forms.split(",")
    figure = f"{number:,}".replace(",", NARROW_SPACE)
    return f"{figure} {one if abs(number) <= 1 else many}"


@register.filter
def page_of(key: int, route: str) -> str:
    """Return the address of a row's page; quicker than `url` in a long table.

    >>> page_of(7, "offer_page")
    '/offres/7/'
    """
    before, after = _around_key(route)
    return f"{before}{key}{after}"


@lru_cache
def _around_key(route: str) -> tuple[str, str]:
    before, _, after = reverse(route, args=[_ANY_KEY]).partition(str(_ANY_KEY))
    return before, after


@register.simple_tag(takes_context=True)
def address(context: dict[str, Any], **changes: object) -> str:
    """Return the query string of this page with some parameters changed."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query[name] = str(value)
    return str(query.urlencode())
