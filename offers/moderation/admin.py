"""The moderators' queue: reports and appeals that wait, the offer beside them, one decision."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from geo_matching.accounts.permissions import account_of, allowed
from geo_matching.common.admin import ReadOnlyAdmin, WaitingFilter
from offers.models import Decision, Offer, OfferReport
from offers.moderation.deciding import decide
from offers.moderation.forms import DecisionForm


class UndecidedFilter(WaitingFilter):
    def waits(self, rows: QuerySet) -> Q:
        if rows.model is Decision:
            return Q(appealed_at__isnull=False, answer__isnull=True)
        return Q(decision__isnull=True)


def to_decide(row: OfferReport | Decision) -> str:
    address = reverse("admin:offers_decide", args=[row.offer_id])
    return format_html('<a href="{}">Relire et décider</a>', address)


@admin.register(OfferReport)
class OfferReportAdmin(ReadOnlyAdmin):
    list_display = ("reported_at", "offer", "ground", "text", "decided", "link")
    list_filter = (UndecidedFilter, "ground")
    list_select_related = ("offer", "decision")
    search_fields = ("offer__title", "offer__site__host__name", "offer__site__host__siret")

    @admin.display(description="décision")
    def decided(self, row: OfferReport) -> str:
        return row.decision.get_outcome_display() if row.decision else "-"

    @admin.display(description="suite")
    def link(self, row: OfferReport) -> str:
        return to_decide(row)

    def get_urls(self) -> list[URLPattern]:
        mine = path("offre/<int:pk>/", self.admin_site.admin_view(decide_on), name="offers_decide")
        return [mine, *super().get_urls()]


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("decided_at", "offer", "outcome", "moderator", "appealed_at", "link")
    list_filter = (UndecidedFilter, "outcome")
    list_select_related = ("offer", "moderator")
    search_fields = ("offer__title", "offer__site__host__name", "offer__site__host__siret")

    @admin.display(description="suite")
    def link(self, row: Decision) -> str:
        return to_decide(row)


@allowed("offers.moderate")
def decide_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an offer with all that was said of it, and take a decision."""
    offer = get_object_or_404(Offer.objects.select_related("site__host"), pk=pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        decide(offer, account_of(request), data["outcome"], data["message"])
        return redirect("admin:offers_offerreport_changelist")
    context = {
        **admin.site.each_context(request),
        "title": f"Relire\u202f: {offer.title}",
        "offer": offer,
        "form": form,
        "reports": offer.reports.select_related("decision"),
        "decisions": offer.decisions.select_related("moderator"),
    }
    return render(request, "admin/offers/decide.html", context)
