"""One's own account: where it lands, what waits, what may be changed, how to leave."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from geo_matching.accounts.erasing import erase
from geo_matching.accounts.forms import DeleteForm, ProfileForm
from geo_matching.accounts.landing import landing_of
from geo_matching.accounts.models import AccessRequest, Departure, User
from geo_matching.accounts.permissions import allowed, public
from geo_matching.accounts.roles import TWO_FACTORS, Role


@allowed("account.own")
def landing(request: HttpRequest) -> HttpResponse:
    return redirect(landing_of(request.user))


@public
def waiting(request: HttpRequest) -> HttpResponse:
    """Say to somebody who is not let in yet what happens next."""
    user = request.user
    if not isinstance(user, User):
        return redirect("account_login")
    if user.is_approved:
        return redirect("landing")
    wanted = AccessRequest.objects.filter(user=user).first()
    return render(request, "accounts/waiting.html", {"wanted": wanted})


@allowed("account.own")
def my_account(request: HttpRequest) -> HttpResponse:
    user = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "C'est enregistré.")
        return redirect("my_account")
    page = {
        "form": form,
        "account": request.user,
        "scopes": request.user.scopes.select_related("college", "departement", "academy", "region"),
        "has_second_factor": is_mfa_enabled(request.user, [Authenticator.Type.TOTP]),
        "needs_second_factor": request.user.role in TWO_FACTORS,
        "has_providers": bool(get_social_adapter().list_apps(request)),
        "page": "account",
    }
    return render(request, "accounts/my_account.html", page)


# Public: whoever waits for an access, or was refused, may leave too. The password is asked again.
@public
@reauthentication_required
def delete_account(request: HttpRequest) -> HttpResponse:
    form = DeleteForm(request.POST or None)
    if _is_last_administrator(request.user):
        form.add_error(None, "Le dernier administrateur ne peut pas partir.")
    elif request.method == "POST" and form.is_valid():
        with transaction.atomic():
            Departure.objects.create(role=request.user.role, reason=form.cleaned_data["reason"])
            erase(request.user)
        logout(request)
        return redirect("account_deleted")
    return render(request, "accounts/delete.html", {"form": form, "page": "account"})


@public
def account_deleted(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/deleted.html")


def _is_last_administrator(user: User) -> bool:
    if user.role != Role.ADMINISTRATOR:
        return False
    others = User.objects.filter(
        role=Role.ADMINISTRATOR, is_active=True, approved_at__isnull=False
    ).exclude(pk=user.pk)
    return not others.exists()
