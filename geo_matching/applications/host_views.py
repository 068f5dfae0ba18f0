"""The host's inbox: list, one application, answers, spreadsheet."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from geo_matching.accounts.kept_forms import kept_post
from geo_matching.accounts.permissions import account_of, allowed
from geo_matching.applications import moving
from geo_matching.applications.answering import answer_from, blank
from geo_matching.applications.export import write_workbook
from geo_matching.applications.forms import AnswerForm
from geo_matching.applications.inbox import (
    BULK,
    GROUPS,
    LARGEST_ID,
    answer_all,
    found,
    in_full,
    offers_asked_for,
    read_filters,
)
from geo_matching.applications.models import Application
from geo_matching.applications.sentences import for_host
from geo_matching.applications.thread import thread_of

A_PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_REFUSALS = 5


@never_cache
@allowed("applications.answer")
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: HttpRequest) -> HttpResponse:
    """List what came, or answer several at once."""
    user = account_of(request)
    typed = request.POST if request.method == "POST" else kept_post(request)
    form = AnswerForm(typed)
    chosen = [int(pk) for pk in typed.getlist("chosen") if _is_id(pk)] if typed else []
    if request.method == "POST" and _answer_several(request, form, chosen):
        return redirect(request.get_full_path())
    asked = read_filters(request.GET)
    page = Paginator(found(user, asked).only("pk"), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": "inbox",
        "form": form,
        "asked": asked,
        "groups": [(name, label) for name, (label, _) in GROUPS.items()],
        "offers": offers_asked_for(user),
        "pages": page,
        "standings": [for_host(application) for application in in_full(page)],
        "chosen": chosen,
    }
    return render(request, "applications/inbox.html", context)


def _answer_several(request: HttpRequest, form: AnswerForm, chosen: list[int]) -> bool:
    """Answer what was ticked; False when the form has to be shown again."""
    verb = request.POST.get("verb", "")
    if not form.is_valid():
        return False
    if verb not in BULK or not chosen:
        form.add_error(None, "Cochez au moins une candidature, puis choisissez une réponse.")
        return False
    outcome = answer_all(account_of(request), verb, chosen, form.words(verb))
    if outcome.done:
        many = "s" if outcome.done > 1 else ""
        messages.success(request, f"Réponse envoyée à {outcome.done} élève{many}.")
    for refusal in outcome.refused[:MOST_REFUSALS]:
        messages.error(request, refusal)
    if len(outcome.refused) > MOST_REFUSALS:
        left = len(outcome.refused) - MOST_REFUSALS
        messages.error(request, f"{left} autres n'ont pas pu recevoir cette réponse.")
    return True


@never_cache
@allowed("applications.answer")
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one application, which is then read, or answer it."""
    user = account_of(request)
    mine = Application.objects.answered_by(user).with_people()
    application = get_object_or_404(mine, pk=pk)
    if request.method == "POST":
        answer = answer_from(request.POST, application, user)
        if answer.done:
            messages.success(request, answer.done)
            return redirect("inbox_application", pk=pk)
    else:
        answer = blank(kept_post(request))
        if request.method == "GET":
            application.state = moving.read(pk, user).state
    context = {
        "page": "inbox",
        "application": application,
        "standing": for_host(application),
        "moves": application.moves.select_related("actor"),
        "thread": thread_of(application.messages.select_related("author"), request.GET),
        "answer": answer,
    }
    status = 409 if answer.refused else 200
    return render(request, "applications/inbox_one.html", context, status=status)


@allowed("applications.answer")
@require_safe
def export(request: HttpRequest) -> FileResponse:
    """Send what the filters keep as a spreadsheet."""
    rows = found(account_of(request), read_filters(request.GET)).with_people()
    name = f"candidatures-{timezone.localdate():%Y-%m-%d}.xlsx"
    workbook = write_workbook(rows)
    return FileResponse(workbook, as_attachment=True, filename=name, content_type=XLSX)


def _is_id(text: str) -> bool:
    return text.isdecimal() and text.isascii() and int(text) <= LARGEST_ID
