"""What a co-worker with a link sees: one application, to read and to answer once."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from geo_matching.accounts.permissions import public
from geo_matching.applications.answering import answer_from, blank
from geo_matching.applications.models import AnswerLink, Application
from geo_matching.applications.refusals import last_word
from geo_matching.applications.states import WAITING

_VERBS = frozenset({"accept", "reject"})


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the application of a link, answer it, or say kindly why that is over."""
    link = AnswerLink.objects.of_token(token).first()
    if link is None:
        return _over(request, "Ce lien n'existe pas. Vérifiez qu'il est complet.", 404)
    if link.is_expired:
        return _over(request, "Ce lien n'est plus valable. Demandez-en un nouveau.", 410)
    application = Application.objects.with_people().get(pk=link.application_id)
    forms = blank()
    if application.state in WAITING and request.method == "POST":
        forms = answer_from(request.POST, application, None, _VERBS)
        if forms.done:
            return _private(render(request, "applications/link_done.html", {"done": forms.done}))
        application.refresh_from_db()
    if application.state not in WAITING:
        # Once it is answered the link opens nothing personal any more.
        return _over(request, f"{last_word(application)} Vous n'avez plus rien à faire.", 410)
    context = {"application": application, "answer": forms}
    status = 409 if forms.refused else 200
    return _private(render(request, "applications/link.html", context, status=status))


def _over(request: HttpRequest, why: str, status: int) -> HttpResponse:
    title = "Lien inconnu" if status == HTTPStatus.NOT_FOUND else "Ce lien ne sert plus"
    context = {"why": why, "title": title}
    return _private(render(request, "applications/link_over.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a secret: no search engine may list it (other sites see no referrer)."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
