"""Pages of 30 as the compatible API numbers them."""

import re
from typing import Any

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param, replace_query_param

from geo_matching.api.partner.errors import invalid

PER_PAGE = 30
_NUMBER = re.compile(r"[0-9]{1,7}\Z", re.ASCII)


def read_page(request: Request) -> int:
    text = request.query_params.get("page", "").strip() or "1"
    if not _NUMBER.match(text) or int(text) < 1:
        raise invalid("page", "page\u202f: un nombre entier à partir de 1 est attendu.")
    return int(text)


def page_of(
    request: Request, offers: QuerySet | NDArray[np.int64]
) -> tuple[dict[str, Any], list[Any]]:
    """Return the `pagination` of a page and its part of the rows; past the end there is none."""
    number = read_page(request)
    total = offers.count() if isinstance(offers, QuerySet) else offers.size
    pages = -(-total // PER_PAGE)
    first = (number - 1) * PER_PAGE
    rows = list(offers[first : first + PER_PAGE]) if first < total else []
    base = request.build_absolute_uri(request.path)
    # Not the token: links end in logs.
    whole = remove_query_param(request.build_absolute_uri(), "token")
    before = min(number - 1, pages)
    return {
        "totalInternshipOffers": total,
        "internshipOffersPerPage": PER_PAGE,
        "totalPages": pages,
        "currentPage": number,
        "nextPage": replace_query_param(whole, "page", number + 1) if number < pages else None,
        "prevPage": replace_query_param(whole, "page", before) if before > 0 else None,
        "isFirstPage": number == 1,
        "isLastPage": number >= pages,
        "pageUrlBase": base,
    }, rows
