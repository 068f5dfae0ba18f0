"""Agreements as PDF, by WeasyPrint; imported when one is asked for, because it needs Pango."""

from collections.abc import Iterable
from functools import cache
from typing import Any, NoReturn

from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from geo_matching.applications.agreements.document import facts_of
from geo_matching.applications.agreements.heads import head_of
from geo_matching.applications.models import Agreement


class NoFetching(URLFetcher):  # type: ignore[misc]
    """Refuses every address: what somebody typed into an agreement must not make us ask for it."""

    def fetch(self, url: str, headers: Any = None) -> NoReturn:  # noqa: ARG002 - WeasyPrint's signature
        raise FatalURLFetchingError(f"an agreement fetches nothing, not {url.partition(':')[0]}")


def pdf_of(agreements: Iterable[Agreement]) -> bytes:
    """Return one PDF with these agreements, each beginning on a page of its own.

    Parameters
    ----------
    agreements
        From `Agreement.objects.with_people()`.
    """
    head = cache(head_of)
    documents = [facts_of(one, head(one.application.student.college)) for one in agreements]
    return pdf_from(render_to_string("agreements/print.html", {"documents": documents}))


def pdf_from(html: str) -> bytes:
    """Return the PDF of a document that stands by itself.

    Raises
    ------
    FatalURLFetchingError
        When the document wants something from an address.
    """
    return HTML(string=html, url_fetcher=NoFetching()).write_pdf()
