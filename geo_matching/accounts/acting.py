"""What administrators do to help or to erase somebody: never without a reason that is logged."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from hijack.views import AcquireUserView

from geo_matching.accounts.erasing import erase
from geo_matching.accounts.models import AccessLog, User
from geo_matching.accounts.permissions import account_of, allowed, may
from geo_matching.accounts.reasons import ReasonForm


def may_act_as(*, hijacker: User, hijacked: User) -> bool:
    """Tell whether one may act as the other: nobody acts as an administrator."""
    if not hijacked.is_active or may(hijacked, "accounts.administer"):
        return False
    return may(hijacker, "accounts.administer")


@allowed("accounts.administer")
def act_as(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask for a reason, note it, then go on as the other."""
    person = get_object_or_404(User, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return ActAs.as_view()(request, pk=pk, reason=form.cleaned_data["reason"])
    context = {
        "form": form,
        "title": f"Agir comme {person}",
        "warning": "Tout ce que vous ferez sera fait en son nom, jusqu'à ce que vous arrêtiez.",
        "send": "Agir en son nom",
        "back": reverse("admin:accounts_user_change", args=[pk]),
    }
    return render(request, "admin/reason.html", context)


@allowed("accounts.administer")
def erase_person(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask for a reason, note it, then make the account nobody's."""
    person = get_object_or_404(User, pk=pk)
    if may(person, "accounts.administer"):
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        AccessLog.objects.create(
            administrator=account_of(request),
            kind=AccessLog.Kind.ERASING,
            person=person,
            reason=form.cleaned_data["reason"],
        )
        erase(person)
        return redirect("admin:accounts_user_changelist")
    context = {
        "form": form,
        "title": f"Effacer {person}",
        "warning": "Nom, adresse et accès disparaissent. Ce que d'autres ont fait reste.",
        "send": "Effacer cette personne",
        "back": reverse("admin:accounts_user_change", args=[pk]),
    }
    return render(request, "admin/reason.html", context)


class ActAs(AcquireUserView):  # type: ignore[misc]
    """The library's own view, with the reason written first."""

    def get_object(self, queryset: Any = None) -> User:
        return get_object_or_404(queryset or User.objects.all(), pk=self.kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # The person comes from the address here, not from a field.
        self.kwargs = kwargs
        return super(AcquireUserView, self).dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        AccessLog.objects.create(
            administrator=account_of(request),
            kind=AccessLog.Kind.ACTING,
            person=self.get_object(),
            reason=kwargs["reason"],
        )
        return super().post(request, *args, **kwargs)
