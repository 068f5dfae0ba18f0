"""A collège says whether somebody works there: by a link to its mailbox, or by one of its heads."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from geo_matching.accounts import colleagues
from geo_matching.accounts.admission import grant, refuse
from geo_matching.accounts.models import AccessRequest, User
from geo_matching.accounts.permissions import account_of, allowed, public

VERBS = {"yes": grant, "no": refuse}
SAID = {
    "yes": "Cette personne peut maintenant suivre les classes du collège.",
    "no": "Cette personne n'a pas d'accès, et en est prévenue.",
}
A_PAGE = 20


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Open the question of a link; whoever reads the collège's mailbox may answer, once."""
    answer = _answer(request, colleagues.by_token(token), None)
    # The address is a secret: no search engine may list it.
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@allowed("staff.confirm")
@never_cache
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """List who asks to join the collèges of a head; each is answered in place."""
    asked = colleagues.waiting_for(account_of(request))
    found = Paginator(asked, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/colleagues.html", {"page": "colleagues", "found": found})


@allowed("staff.confirm")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def as_head(request: HttpRequest, pk: int) -> HttpResponse:
    head = account_of(request)
    return _answer(request, colleagues.for_head(pk, head), head)


# Public: whoever asks is not let in yet.
@public
@require_POST
def ask_again(request: HttpRequest) -> HttpResponse:
    """Send the question to the collège once more."""
    if not isinstance(request.user, User):
        return redirect("account_login")
    if colleagues.ask_again(request.user):
        messages.success(request, "Un nouveau message est parti au collège.")
    else:
        messages.error(request, "Un message vient déjà de partir\u202f: attendez un jour.")
    return redirect("waiting")


def _answer(request: HttpRequest, wanted: AccessRequest | None, head: User | None) -> HttpResponse:
    """Show the question, or note the answer; kindly say so when there is nothing to answer."""
    if wanted is None:
        return _over(request, 404)
    verb = request.POST.get("verb", "") if request.method == "POST" else ""
    if verb not in VERBS:
        return render(request, "accounts/colleague.html", {"wanted": wanted})
    if not VERBS[verb](wanted.pk, head):
        return _over(request, 409)
    if head is not None:
        messages.success(request, f"C'est noté. {SAID[verb]}")
        return redirect("colleagues")
    return render(request, "accounts/colleague_done.html", {"said": SAID[verb]})


def _over(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, "accounts/colleague_over.html", status=status)
