"""Pages of a list: {count, next, previous, results}."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from geo_matching.api.errors import ApiError
from geo_matching.api.v1.parameters import IntegerParameter

PAGE = IntegerParameter(
    "page", "Numéro de la page, à partir de 1.", low=1, high=1_000_000, default=1
)
PAGE_SIZE = IntegerParameter(
    "page_size", "Résultats par page, 100 au plus.", low=1, high=100, default=20
)
PAGING = (PAGE, PAGE_SIZE)


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for; `number` starts at 1."""

    number: int
    size: int

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size


def read_page(request: Request) -> Page:
    return Page(PAGE.read(request.query_params) or 1, PAGE_SIZE.read(request.query_params) or 20)


def paged(
    request: Request, page: Page, count: int, results: Sequence[Any], **extra: Any
) -> dict[str, Any]:
    """Return the envelope of one page.

    Raises
    ------
    ApiError
        404 when the page lies past the end; the first page always exists.
    """
    if page.number > 1 and page.first >= count:
        message = f"La page {page.number} n'existe pas\u202f: il y a {count} résultats."
        raise ApiError(404, "NOT_FOUND", message, PAGE.name)
    return {
        "count": count,
        "next": _link(request, page.number + 1) if page.first + page.size < count else None,
        "previous": _link(request, page.number - 1) if page.number > 1 else None,
        **extra,
        "results": results,
    }


def _link(request: Request, number: int) -> str:
    return replace_query_param(request.build_absolute_uri(), PAGE.name, number)
