"""A host's offers: the list by state, and what one does with an offer."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from geo_matching.accounts.permissions import account_of, allowed
from offers.dashboard.copies import draft_for_next_year, draft_of_copy, draft_to_change
from offers.dashboard.states import OfferState, counts_by_state, in_state, line_of
from offers.lifecycle import SeatsTakenError, publish_again, remove, unpublish
from offers.models import Host, Offer, OfferDraft
from offers.posting.drafts import STEPS

POST = "offers.post"
A_PAGE = 20
DRAFTS = "brouillon"


@require_safe
@allowed(POST)
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show drafts, offers of one state, and the hosts one acts for."""
    today = timezone.localdate()
    offers = Offer.objects.managed_by(request.user)
    drafts = OfferDraft.objects.visible_to(request.user).select_related("offer", "host")
    counts = counts_by_state(offers, today)
    wanted = _wanted_state(request.GET.get("etat", ""), counts, drafts.exists())
    context: dict[str, Any] = {"page": "host_dashboard", "state": wanted, "steps": STEPS}
    if wanted == DRAFTS:
        context["lines"] = _page_of(request, drafts)
    else:
        rows = in_state(offers, OfferState(wanted), today).select_related("site__host")
        context["lines"] = page = _page_of(request, rows.order_by("-updated_at", "-pk"))
        context["offers"] = [line_of(offer, today) for offer in page]
    tabs = [(state.value, state.label, count) for state, count in counts.items()]
    context["tabs"] = [(DRAFTS, "brouillon", drafts.count()), *tabs]
    context["has_any"] = any(count for _, _, count in context["tabs"])
    context["hosts"] = Host.objects.managed_by(request.user).order_by("name")[:3]
    return render(request, "offers/dashboard/dashboard.html", context)


def _wanted_state(asked: str, counts: dict[OfferState, int], has_drafts: bool) -> str:
    if asked in {DRAFTS, *OfferState.values}:
        return asked
    if has_drafts and not any(counts.values()):
        return DRAFTS
    return next((state.value for state, count in counts.items() if count), OfferState.ONLINE.value)


def _page_of(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


@require_safe
@allowed(POST)
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who changed what in an offer, and when."""
    offer = _offer(request, pk)
    revisions = offer.revisions.select_related("user")
    context = {"page": "host_dashboard", "offer": offer, "lines": _page_of(request, revisions)}
    return render(request, "offers/dashboard/history.html", context)


@require_POST
@allowed(POST)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    return _to_first_step(draft_to_change(_offer(request, pk), account_of(request)))


@require_POST
@allowed(POST)
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    messages.info(request, "Voici une copie\u202f: changez ce qui diffère, puis publiez.")
    return _to_first_step(draft_of_copy(_offer(request, pk), account_of(request)))


@require_POST
@allowed(POST)
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    draft = draft_for_next_year(_offer(request, pk), account_of(request))
    messages.info(request, "Relisez l'offre de l'an prochain, puis publiez-la.")
    return redirect("offer_summary", draft.pk)


@require_POST
@allowed(POST)
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    offer = unpublish(_offer(request, pk).pk, account_of(request))
    messages.success(request, f"«\u202f{offer.title}\u202f» n'est plus visible des élèves.")
    return redirect("host_dashboard")


@require_POST
@allowed(POST)
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    offer = publish_again(_offer(request, pk).pk, account_of(request))
    if offer.published_at is None:
        return _masked(request, offer)
    messages.success(request, f"«\u202f{offer.title}\u202f» est de nouveau en ligne.")
    return redirect("host_dashboard")


def _masked(request: HttpRequest, offer: Offer) -> HttpResponse:
    """Lead to the moderators' decision, where it says why and can be contested."""
    messages.error(request, "Cette offre a été masquée après relecture\u202f: lisez la décision.")
    decision = offer.decisions.first()
    return redirect("decision", pk=decision.pk) if decision else redirect("host_dashboard")


@require_http_methods(["GET", "POST"])
@allowed(POST)
def remove_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then remove: the offer leaves the list, its applications stay."""
    offer = _offer(request, pk)
    if request.method == "POST":
        try:
            remove(pk, account_of(request))
        except SeatsTakenError:
            words = (
                "Des élèves ont une place\u202f: prévenez-les et annulez leur candidature d'abord."
            )
            messages.error(request, words)
        else:
            messages.success(request, f"«\u202f{offer.title}\u202f» est supprimée.")
        return redirect("host_dashboard")
    context = {"page": "host_dashboard", "offer": offer}
    return render(request, "offers/dashboard/remove.html", context)


def _offer(request: HttpRequest, pk: int) -> Offer:
    offers = Offer.objects.managed_by(request.user).select_related("site__host")
    found: Offer = get_object_or_404(offers, pk=pk)
    return found


def _to_first_step(draft: OfferDraft) -> HttpResponse:
    return redirect("offer_step", draft.pk, STEPS[0].slug)
