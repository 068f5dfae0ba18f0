"""Offers that a pupil keeps for later."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from geo_matching.accounts.permissions import account_of, allowed
from geo_matching.applications.favourites import gone, kept_by
from offers.models import Favourite, Offer

A_PAGE = 20


@never_cache
@allowed("favourites.keep")
@require_safe
def favourites(request: HttpRequest) -> HttpResponse:
    """List what can still be had, and say what has gone."""
    today, user = timezone.localdate(), account_of(request)
    page = Paginator(kept_by(user, today), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": "favourites", "pages": page, "gone": gone(user, today)}
    return render(request, "applications/favourites.html", context)


@allowed("favourites.keep")
@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep an offer (`keep=1`) or let it go; saying the same twice changes nothing."""
    user, kept = account_of(request), request.POST.get("keep") == "1"
    if kept:
        Favourite.objects.get_or_create(
            user=user, offer=get_object_or_404(Offer.objects.open(), pk=pk)
        )
    else:
        Favourite.objects.filter(user=user, offer=pk).delete()
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"kept": kept})
    messages.success(request, "Offre gardée." if kept else "Offre retirée de tes favoris.")
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        return redirect(back)
    return redirect("favourites")
