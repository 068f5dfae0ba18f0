"""Posting an offer: choose the host, three steps, a summary, published."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST

from geo_matching.accounts.kept_forms import kept_post
from geo_matching.accounts.permissions import account_of, allowed
from geo_matching.common.text import time_in_words
from offers.models import Host, Offer, OfferDraft
from offers.posting.company import fill_from_siret
from offers.posting.drafts import (
    BY_SLUG,
    PUBLISH_STEP,
    STEPS,
    Step,
    Typed,
    blank_form,
    bound_form,
    check,
    keep_typed,
    typed_of_host,
    typed_of_place,
)
from offers.posting.live import live_state
from offers.posting.publish import NotReadyError, publish
from offers.posting.words import told_draft

POST = "offers.post"
MOST_DRAFTS = 50


@require_http_methods(["GET", "POST"])
@allowed(POST)
def new(request: HttpRequest) -> HttpResponse:
    """Choose the host and begin a draft."""
    hosts = Host.objects.managed_by(request.user).order_by("name")
    drafts = OfferDraft.objects.visible_to(request.user)
    if request.method == "POST" and drafts.count() < MOST_DRAFTS:
        number = request.POST.get("host", "")
        host = get_object_or_404(hosts, pk=number) if number.isdecimal() else None
        data = {"where": _known_of(host)} if host else {}
        draft = OfferDraft.objects.create(user=account_of(request), host=host, data=data)
        return redirect("offer_step", draft.pk, STEPS[0].slug)
    context = {
        "page": "host_dashboard",
        "hosts": hosts[:MOST_DRAFTS],
        "drafts": drafts.filter(offer__isnull=True)[:5],
        "too_many": drafts.count() >= MOST_DRAFTS,
        "steps": STEPS,
    }
    return render(request, "offers/posting/new.html", context)


def _known_of(host: Host) -> Typed:
    """Return step 1 with what a host said already, at the place of its latest offer."""
    latest = Offer.objects.filter(site__host=host).select_related("site").order_by("-pk").first()
    return typed_of_host(host) | (typed_of_place(latest.site) if latest else {})


@require_http_methods(["GET", "POST"])
@allowed(POST)
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Fill in one step; whatever is typed is kept first, and looked at then."""
    draft = _draft(request, pk)
    current = BY_SLUG[slug]
    if request.method == "POST":
        return _posted(request, draft, current)
    waiting = kept_post(request)
    if waiting is not None:
        keep_typed(draft, current, waiting)
        messages.info(request, "Ce que vous aviez écrit est toujours là.")
    form = bound_form(draft, current) if "verifier" in request.GET else blank_form(draft, current)
    return _page(request, draft, current, form)


def _posted(request: HttpRequest, draft: OfferDraft, current: Step) -> HttpResponse:
    keep_typed(draft, current, request.POST)
    if "look_up" in request.POST:
        found = fill_from_siret(draft, account_of(request).pk)
        draft.save(update_fields=["data", "updated_at"])
        messages.add_message(request, found.level, found.words)
        return redirect("offer_step", draft.pk, current.slug)
    if "later" in request.POST:
        messages.success(request, "Votre brouillon est enregistré.")
        return redirect("host_dashboard")
    form = bound_form(draft, current)
    if not form.is_valid():
        return _page(request, draft, current, form)
    if draft.step <= current.number:
        draft.step = current.number + 1
        draft.save(update_fields=["step", "updated_at"])
    if current.number == len(STEPS) or draft.step == PUBLISH_STEP:
        return redirect("offer_summary", draft.pk)
    return redirect("offer_step", draft.pk, STEPS[current.number].slug)


def _page(request: HttpRequest, draft: OfferDraft, current: Step, form: Any) -> HttpResponse:
    # The summary of errors leads to the fields.
    wrong = [(form[name], errors[0]) for name, errors in form.errors.items() if name in form.fields]
    following = STEPS[current.number] if current.number < len(STEPS) else None
    context = {
        "page": "host_dashboard",
        "draft": draft,
        "step": current,
        "steps": STEPS,
        "following": following,
        "before": STEPS[current.number - 2] if current.number > 1 else None,
        "form": form,
        "wrong": wrong,
        "live": live_state(draft, check(draft)),
        "template": f"offers/posting/step_{current.key}.html",
    }
    return render(request, "offers/posting/step.html", context)


@require_POST
@allowed(POST)
def live(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Keep what is being typed, and say what it is worth: quality, place and hours."""
    draft = _draft(request, pk)
    keep_typed(draft, BY_SLUG[slug], request.POST)
    state = live_state(draft, check(draft))
    html = render_to_string("offers/posting/quality.html", {"live": state}, request=request)
    now = localtime(timezone.now())
    saved = time_in_words((now.hour * 60 + now.minute) * 60)
    return JsonResponse({"quality": html, "saved": saved, **state.for_script})


@require_http_methods(["GET"])
@allowed(POST)
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all that is going to be published, and what is still missing."""
    draft = _draft(request, pk)
    checked = check(draft)
    context = {
        "page": "host_dashboard",
        "draft": draft,
        "steps": STEPS,
        "told": {} if checked.faulty else told_draft(checked),
        "faulty": checked.faulty,
        "live": live_state(draft, checked),
    }
    return render(request, "offers/posting/summary.html", context)


@require_POST
@allowed(POST)
def publish_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish; twice is harmless."""
    try:
        offer = publish(pk, account_of(request))
    except OfferDraft.DoesNotExist:
        return redirect("host_dashboard")
    except NotReadyError:
        messages.error(request, "Il manque encore quelque chose\u202f: voyez ci-dessous.")
        return redirect("offer_summary", pk)
    if offer.published_at is None:
        words = "Vos changements sont gardés\u202f; l'offre reste masquée par la modération."
        messages.info(request, words)
    else:
        messages.success(request, f"«\u202f{offer.title}\u202f» est en ligne.")
    return redirect("host_dashboard")


@require_POST
@allowed(POST)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away; a second time changes nothing."""
    OfferDraft.objects.visible_to(request.user).filter(pk=pk).delete()
    messages.success(request, "Le brouillon est supprimé.")
    return redirect("host_dashboard")


def _draft(request: HttpRequest, pk: int) -> OfferDraft:
    drafts = OfferDraft.objects.visible_to(request.user).select_related("offer__site__host", "host")
    found: OfferDraft = get_object_or_404(drafts, pk=pk)
    return found
