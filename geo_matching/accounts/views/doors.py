"""The ways in that are ours: who are you, sign-up, a pupil's first sign-in."""

from typing import Any

from allauth.account.internal import flows
from allauth.account.models import Login
from allauth.account.views import SignupView
from allauth.core import ratelimit
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from geo_matching.accounts import activation
from geo_matching.accounts.forms import (
    AgentForm,
    FirstSignInForm,
    HostForm,
    PartnerForm,
    StaffForm,
)
from geo_matching.accounts.forms.sign_up import AdultForm
from geo_matching.accounts.models import current_season
from geo_matching.accounts.permissions import public
from qpv_data.models import College

# By the last part of the address: the form, and the template that asks its own questions.
DOORS: dict[str, tuple[type[AdultForm], str]] = {
    "structure": (HostForm, "accounts/sign_up_host.html"),
    "college": (StaffForm, "accounts/sign_up_staff.html"),
    "etat": (AgentForm, "accounts/sign_up_agent.html"),
    "partenaire": (PartnerForm, "accounts/sign_up_partner.html"),
}


@public
def who_are_you(request: HttpRequest) -> HttpResponse:
    """Ask who somebody is; a pupil is told that the collège gives its code."""
    if request.user.is_authenticated:
        return redirect("landing")
    return render(request, "account/signup.html")


class DoorView(SignupView):
    def get_form_class(self) -> type[AdultForm]:
        if self.kwargs["door"] not in DOORS:
            raise Http404
        return DOORS[self.kwargs["door"]][0]

    def get_template_names(self) -> list[str]:
        return [DOORS[self.kwargs["door"]][1]]

    def form_valid(self, form: AdultForm) -> HttpResponse:
        # Account, request and message, or nothing of it.
        with transaction.atomic():
            return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.kwargs["door"] == "college" and self.request.method == "POST":
            uai = self.request.POST.get("college", "").strip()
            context["college"] = College.objects.filter(uai__iexact=uai).first()
            context["searched"] = self.request.POST.get("college_search", "")
        return context


sign_up = public(DoorView.as_view())


@public
@never_cache
@sensitive_post_parameters("secret", "password", "again")
def first_sign_in(request: HttpRequest) -> HttpResponse:
    """Let a pupil in with the sheet of its school, and have it choose a password."""
    if request.user.is_authenticated:
        return redirect("landing")
    season = current_season()
    if not season.pupil_sign_in_open:
        # Before the sheet's secret is used up, and before anything is typed.
        return render(request, "accounts/sign_in_closed.html", {"season": season})
    form = FirstSignInForm(request.POST or None)
    if request.method != "POST":
        return render(request, "accounts/first_sign_in.html", {"form": form})
    # Per address; the tries of one code are counted in its row.
    limited = ratelimit.consume_or_429(request, action="login")
    if limited is not None:
        return limited
    if form.is_valid():
        data = form.cleaned_data
        try:
            pupil = activation.activate(data["code"], data["secret"], data["password"])
        except activation.ActivationError as refusal:
            form.add_error("secret", str(refusal))
        else:
            flows.login.record_authentication(request, pupil, method="activation")
            return flows.login.perform_login(request, Login(user=pupil))
    return render(request, "accounts/first_sign_in.html", {"form": form})
