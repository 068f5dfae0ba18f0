"""Feedback: what is left to say, saying it, and what a host reads of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from geo_matching.accounts.french_order import by_name
from geo_matching.accounts.kept_forms import kept_post
from geo_matching.accounts.permissions import account_of, allowed
from geo_matching.applications.feedback.forms import FeedbackForm
from geo_matching.applications.feedback.giving import (
    give,
    may_rate,
    questions_for,
    still_to_rate,
)
from geo_matching.applications.feedback.received import in_full, received_by
from geo_matching.applications.models import Feedback
from offers.weeks import week_in_words

A_PAGE = 20


@allowed("feedback.give")
@require_safe
def feedback_list(request: HttpRequest) -> HttpResponse:
    """List the finished stages this person has not spoken of."""
    waiting = still_to_rate(account_of(request), timezone.localdate()).select_related(
        "offer__site__host", "student__user", "student__school_class"
    )
    week = request.GET.get("semaine", "")
    if week.isdecimal():
        waiting = waiting.filter(week=int(week))
    order = ("-week", by_name("student__user"), "pk")
    found = Paginator(waiting.order_by(*order), A_PAGE).get_page(request.GET.get("page"))
    stages = [(one, week_in_words(one.week)) for one in found]
    context = {"page": "feedback", "found": found, "stages": stages}
    return render(request, "feedback/list.html", context)


@allowed("feedback.give")
@require_http_methods(["GET", "HEAD", "POST"])
def feedback_give(request: HttpRequest, pk: int) -> HttpResponse:
    user = account_of(request)
    stages = may_rate(user, timezone.localdate()).select_related(
        "offer__site__host", "student__user"
    )
    application = get_object_or_404(stages, pk=pk)
    if Feedback.objects.filter(application=application, author=user).exists():
        messages.info(request, "Cet avis est déjà enregistré. Merci\u202f!")
        return redirect("feedback_list")
    typed = request.POST or kept_post(request)
    form = FeedbackForm(questions_for(user), typed, is_pupil=user.is_pupil)
    if request.method == "POST" and form.is_valid():
        give(application, user, form.answers(), form.cleaned_data["comment"])
        messages.success(
            request, "Merci\u202f! Cet avis est enregistré. Il comptera avec d'autres, jamais seul."
        )
        return redirect("feedback_list")
    context = {"page": "feedback", "form": form, "application": application}
    return render(request, "feedback/give.html", context)


@allowed("applications.answer")
@require_safe
def feedback_received(request: HttpRequest) -> HttpResponse:
    """Show a host's team what was said of its stages, without names, never one answer alone."""
    received = received_by(account_of(request))
    found = Paginator(received.pks, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": "feedback",
        "found": found,
        "answers": in_full(list(found.object_list)),
        "received": received,
    }
    return render(request, "feedback/received.html", context)
