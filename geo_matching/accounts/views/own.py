"""One's own account: where it lands, what waits, what may be changed, how to leave."""

from copy import copy
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from geo_matching.accounts.colleagues import may_ask_again
from geo_matching.accounts.erasing import (
    LastAdministratorError,
    erase,
    is_last_administrator,
)
from geo_matching.accounts.forms import DeleteForm, ProfileForm
from geo_matching.accounts.kept_forms import kept_post
from geo_matching.accounts.landing import landing_of
from geo_matching.accounts.models import AccessRequest, Departure, TerritoryScope, User
from geo_matching.accounts.models.scope import FIELDS
from geo_matching.accounts.official_addresses import mailbox_of
from geo_matching.accounts.permissions import account_of, allowed, may, public
from geo_matching.accounts.roles import TWO_FACTORS, Role


@allowed("account.own")
def landing(request: HttpRequest) -> HttpResponse:
    return redirect(landing_of(account_of(request)))


@public
def waiting(request: HttpRequest) -> HttpResponse:
    """Say to somebody who is not let in yet what happens next."""
    user = request.user
    if not isinstance(user, User):
        return redirect("account_login")
    if user.is_approved:
        return redirect("landing")
    own = AccessRequest.objects.select_related("college__commune__departement")
    wanted = own.filter(user=user).first()
    context: dict[str, Any] = {"wanted": wanted}
    until = wanted.answer_until if wanted else None
    if wanted and wanted.college and until:
        context |= {
            "mailbox": mailbox_of(wanted.college),
            "until": until,
            "is_late": until <= timezone.now(),
            "may_ask_again": may_ask_again(wanted),
        }
    return render(request, "accounts/waiting.html", context)


@allowed("account.own")
def my_account(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    # A copy: what is refused shall not stand on the page as if it were saved.
    form = ProfileForm(request.POST or kept_post(request), instance=copy(user))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "C'est enregistré.")
        return redirect("my_account")
    page = {
        "form": form,
        "account": user,
        "scopes": TerritoryScope.objects.filter(user=user).select_related(*FIELDS),
        "has_second_factor": is_mfa_enabled(user, [Authenticator.Type.TOTP]),
        "needs_second_factor": Role(user.role) in TWO_FACTORS,
        "has_providers": bool(get_social_adapter().list_apps(request)),
        "page": "account",
    }
    return render(request, "accounts/my_account.html", page)


# Public: whoever waits for an access, or was refused, may leave too. The password is asked again.
@public
@reauthentication_required
def delete_account(request: HttpRequest) -> HttpResponse:
    user, form = account_of(request), DeleteForm(request.POST or None)
    stays = is_last_administrator(user)
    if not stays and request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                Departure.objects.create(role=user.role, reason=form.cleaned_data["reason"])
                erase(user)
        except LastAdministratorError:
            # The other one has just left.
            stays = True
        else:
            logout(request)
            return redirect("account_deleted")
    if stays:
        form.add_error(None, "Le dernier administrateur ne peut pas partir.")
    page = {"form": form, "page": "account", "posts": may(user, "hosts.manage")}
    return render(request, "accounts/delete.html", page)


@public
def account_deleted(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/deleted.html")
