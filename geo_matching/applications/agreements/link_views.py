"""The page behind a one-time link: read the agreement, sign it, once, without an account."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from geo_matching.accounts.permissions import public
from geo_matching.applications.agreements.document import facts_of
from geo_matching.applications.agreements.forms import LinkSignatureForm
from geo_matching.applications.agreements.links import LinkRefusedError, open_link
from geo_matching.applications.agreements.signing import RefusedError, sign_by_link
from geo_matching.applications.agreements.signing_views import pdf_response
from geo_matching.applications.models import Agreement, Party, SigningLink

_GONE = 410


def _kindly(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Show a kind page when the link opens nothing; keep the address from machines."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except (LinkRefusedError, RefusedError) as refused:
            context = {"sentences": refused.args}
            response = render(request, "agreements/link_closed.html", context, status=_GONE)
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "strict-origin"
        return response

    return guarded


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_kindly
def agreement_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the agreement and take the signature; looking spends nothing: mail programs look too."""
    link = open_link(token)
    form = LinkSignatureForm(request.POST or None, initial={"name": _known_name(link)})
    if form.is_valid():
        sign_by_link(token, form.cleaned_data["name"])
        return render(request, "agreements/link_done.html")
    context = {**facts_of(_with_people(link)), "form": form, "token": token, "link": link}
    return render(request, "agreements/link.html", context)


@public
@never_cache
@require_safe
@_kindly
def agreement_link_pdf(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return pdf_response([_with_people(open_link(token))], "convention.pdf")


def _with_people(link: SigningLink) -> Agreement:
    return Agreement.objects.with_people().get(pk=link.agreement_id)


def _known_name(link: SigningLink) -> str:
    if link.party == Party.HOST:
        return link.agreement.host_signatory
    representative = getattr(link.agreement.application.student, "representative", None)
    return representative.name if representative else ""
