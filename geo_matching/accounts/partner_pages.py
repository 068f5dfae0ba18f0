"""A partner's page: keys to the API, shown once, and the webhook."""

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from geo_matching.accounts.models import ApiToken, Partner, User
from geo_matching.accounts.partner_forms import KeyForm, WebhookForm
from geo_matching.accounts.permissions import allowed

_PAGE = "accounts/partner_api.html"
_MOST_SHOWN = 50
_LARGEST_ID = 2**63 - 1


@never_cache
@allowed("partner_api.use")
@require_http_methods(["GET", "POST"])
def partner_api(request: HttpRequest) -> HttpResponse:
    """Show the page, or do what one of its forms asks for."""
    user = request.user
    partner = Partner.objects.filter(members__user=user.pk).first()
    if partner is None or not isinstance(user, User):
        return render(request, _PAGE, {"page": "partner-api", "partner": None})
    if request.method == "POST":
        do = _ACTIONS.get(request.POST.get("do", ""), _nothing)
        return do(request, user, partner)
    return _page(request, user, partner)


def _page(
    request: HttpRequest, user: User, partner: Partner, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "page": "partner-api",
        "partner": partner,
        "keys": ApiToken.objects.filter(user=user)[:_MOST_SHOWN],
        "departements": partner.departements.order_by("code"),
        "key_form": KeyForm(user=user),
        "webhook_form": WebhookForm(instance=partner),
        **more,
    }
    return render(request, _PAGE, context, status=status)


def _make_key(request: HttpRequest, user: User, partner: Partner) -> HttpResponse:
    form = KeyForm(request.POST, user=user)
    if not form.is_valid():
        return _page(request, user, partner, 422, key_form=form)
    _, text = ApiToken.make(user, form.cleaned_data["label"])
    # Shown in this answer only: kept nowhere, not even in the session.
    return _page(request, user, partner, new_key=text)


def _revoke(request: HttpRequest, user: User, partner: Partner) -> HttpResponse:  # noqa: ARG001
    key = _key_of(request, user)
    if key is not None:
        key.revoke()
        messages.success(request, f"La clé {key} ne donne plus accès à rien.")
    return redirect("partner-api")


def _rotate(request: HttpRequest, user: User, partner: Partner) -> HttpResponse:
    """Make a key of the same use; the older one works until it is revoked."""
    key = _key_of(request, user)
    if key is None:
        return redirect("partner-api")
    form = KeyForm({"label": key.label}, user=user)
    if not form.is_valid():
        return _page(request, user, partner, 422, key_form=form)
    _, text = ApiToken.make(user, key.label)
    return _page(request, user, partner, new_key=text, replaced=key)


def _save_webhook(request: HttpRequest, user: User, partner: Partner) -> HttpResponse:
    form = WebhookForm(request.POST, instance=partner)
    if not form.is_valid():
        return _page(request, user, partner, 422, webhook_form=form)
    form.save()
    messages.success(request, "L'adresse est enregistrée.")
    return redirect("partner-api")


def _new_secret(request: HttpRequest, user: User, partner: Partner) -> HttpResponse:  # noqa: ARG001
    Partner.objects.filter(pk=partner.pk).update(webhook_key_number=F("webhook_key_number") + 1)
    messages.success(request, "Le secret est nouveau\u202f: l'ancien ne vérifie plus rien.")
    return redirect("partner-api")


def _nothing(request: HttpRequest, user: User, partner: Partner) -> HttpResponse:  # noqa: ARG001
    return redirect("partner-api")


def _key_of(request: HttpRequest, user: User) -> ApiToken | None:
    text = request.POST.get("key", "")
    if not text.isdecimal() or int(text) > _LARGEST_ID:
        return None
    return ApiToken.objects.live().filter(user=user, pk=int(text)).first()


_ACTIONS = {
    "make": _make_key,
    "revoke": _revoke,
    "rotate": _rotate,
    "webhook": _save_webhook,
    "secret": _new_secret,
}
