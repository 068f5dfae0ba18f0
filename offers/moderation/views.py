"""Reporting an offer, reading and contesting a decision."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from geo_matching.accounts.kept_forms import kept_post
from geo_matching.accounts.permissions import account_of, allowed
from offers.models import Decision, Offer
from offers.moderation.deciding import AlreadyAnsweredError, contest, report
from offers.moderation.forms import AppealForm, ReportForm


@allowed("offers.report")
@require_http_methods(["GET", "HEAD", "POST"])
def report_offer(request: HttpRequest, pk: int) -> HttpResponse:
    offer = get_object_or_404(Offer.objects.open().select_related("site__host"), pk=pk)
    known = offer.reports.filter(user=account_of(request)).first()
    form = ReportForm(request.POST or kept_post(request))
    if request.method == "POST" and known is None and form.is_valid():
        report(offer, account_of(request), form.cleaned_data["ground"], form.cleaned_data["text"])
        return redirect("report_offer", pk=pk)
    context = {"offer": offer, "form": form, "known": known}
    return render(request, "offers/report.html", context)


@allowed("offers.post")
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a host what was decided on its offer, and take its appeal."""
    found = get_object_or_404(
        Decision.objects.visible_to(request.user).select_related("offer", "answer"), pk=pk
    )
    form = AppealForm(request.POST or kept_post(request))
    if request.method == "POST" and form.is_valid():
        try:
            contest(found, form.cleaned_data["appeal"])
            messages.success(request, "Votre contestation est envoyée. Une autre décision suivra.")
        except AlreadyAnsweredError:
            messages.info(request, "Votre équipe avait déjà contesté cette décision.")
        return redirect("decision", pk=pk)
    return render(request, "offers/decision.html", {"decision": found, "form": form})
