"""The collège that a member of staff is working for: one of its scopes, kept in the session."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from geo_matching.accounts.kept_forms import kept_post
from geo_matching.accounts.models import TerritoryScope
from geo_matching.accounts.permissions import View, account_of, allowed
from qpv_data.models import College

_KEY = "college"
# Keys of rows are 64-bit numbers: longer ones are nobody's.
_MOST_DIGITS = 18


def colleges_of(request: HttpRequest) -> list[College]:
    """Return the collèges of the signed-in member of staff, by name; read once a request."""
    known: list[College] | None = getattr(request, "staff_colleges", None)
    if known is None:
        scopes = TerritoryScope.objects.filter(user=account_of(request))
        known = list(scopes.colleges().select_related("commune").order_by("name", "uai"))
        request.staff_colleges = known  # type: ignore[attr-defined]
    return known


def current_college(request: HttpRequest) -> College | None:
    """Return the collège this request is about, None when the account has none.

    A form names its own (`college`), so that two tabs open on two collèges never mix them up.

    Raises
    ------
    Http404
        When the form names a collège of somebody else.
    """
    named = request.POST.get("college") if request.method == "POST" else None
    if named is not None:
        return _one_of(request, named)
    colleges, before = colleges_of(request), kept_form(request)
    if before is not None and any(one.uai == before.get("college") for one in colleges):
        # The form that comes back belongs to its collège, whatever is chosen in the new session.
        request.session[_KEY] = before["college"]
    kept = request.session.get(_KEY)
    return next((one for one in colleges if one.uai == kept), colleges[0] if colleges else None)


def kept_form(request: HttpRequest) -> QueryDict | None:
    """Return what this person sent to this page when the session had ended; read once a request."""
    if not hasattr(request, "kept_school_form"):
        request.kept_school_form = kept_post(request)  # type: ignore[attr-defined]
    before: QueryDict | None = request.kept_school_form  # type: ignore[attr-defined]
    return before


def choose_college(request: HttpRequest, uai: str) -> None:
    """Work for another collège from now on; a 404 when it is not one of the user's."""
    request.session[_KEY] = _one_of(request, uai).uai


def _one_of(request: HttpRequest, uai: str) -> College:
    college = next((one for one in colleges_of(request) if one.uai == uai), None)
    if college is None:
        raise Http404("This collège is not one of the user's.")
    return college


def row_key(text: str) -> int:
    """Return the key of a row as a form sends it; 0, which names none, for anything else."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else 0


def school_page(action: str) -> Callable[[Callable[..., HttpResponse]], View]:
    """Guard a view by an action and hand it the current collège after the request."""

    def decorate(view: Callable[..., HttpResponse]) -> View:
        @allowed(action)
        @wraps(view)
        def with_college(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            college = current_college(request)
            if college is None:
                return render(request, "schools/no_college.html", {"page": "class"})
            return view(request, college, *args, **kwargs)

        return with_college

    return decorate


def render_school(
    request: HttpRequest, template: str, college: College, context: dict[str, Any]
) -> HttpResponse:
    """Render a page of a collège, with the switch to the user's other ones."""
    return render(
        request, template, {"college": college, "colleges": colleges_of(request), **context}
    )
