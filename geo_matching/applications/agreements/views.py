"""Agreements of a person: the list, one of them, its two parts."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from geo_matching.accounts.kept_forms import kept_post
from geo_matching.accounts.permissions import account_of, allowed
from geo_matching.applications.agreements.document import facts_of
from geo_matching.applications.agreements.forms import (
    HostPartForm,
    PaperForm,
    ReopenForm,
    SchoolPartForm,
    SignatureForm,
)
from geo_matching.applications.agreements.missing import missing_of_host, missing_of_school
from geo_matching.applications.agreements.signing import RefusedError, finish_part, party_of
from geo_matching.applications.models import Agreement, Party
from geo_matching.applications.models.agreement import AgreementQuerySet
from geo_matching.applications.states import State
from geo_matching.schools.models import SchoolClass

A_PAGE = 20
HANDLE = "agreements.handle"
# A part of the address -> the party that fills it, its form, its title.
PARTS = {
    "structure": (Party.HOST, HostPartForm, "La partie de la structure"),
    "college": (Party.HEAD, SchoolPartForm, "La partie du collège"),
}


def asked_for(request: HttpRequest) -> AgreementQuerySet:
    """Return the agreements of the list: this user's, of the class and state in the address.

    A collège looks its pupils up; a host has the latest first.
    """
    found = Agreement.objects.visible_to(request.user).live()
    school_class, status = request.GET.get("classe", ""), request.GET.get("etat", "")
    if school_class.isdecimal():
        found = found.filter(application__student__school_class=int(school_class))
    if status in Agreement.Status.values:
        found = found.filter(status=status)
    return found.by_pupil() if account_of(request).is_school_staff else found


@allowed(HANDLE)
@require_safe
def agreement_list(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    shown = asked_for(request).with_pupils()
    found = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    classes: Any = ()
    if user.is_school_staff:
        colleges = user.scopes.all().colleges()
        theirs = Agreement.objects.filter(application__student__school_class=OuterRef("pk"))
        classes = SchoolClass.objects.filter(Exists(theirs), college__in=colleges)
    context = {
        "page": "agreements",
        "found": found,
        "classes": classes,
        "statuses": Agreement.Status.choices,
        "chosen": {"classe": request.GET.get("classe"), "etat": request.GET.get("etat")},
        "signs": party_of(user) == Party.HEAD,
    }
    return render(request, "agreements/list.html", context)


@allowed(HANDLE)
@require_safe
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    return shown(request, one_of(request, pk))


@allowed(HANDLE)
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Show or keep the host's or the collège's part; "terminer" says that it is complete."""
    found, user = one_of(request, pk), account_of(request)
    party, form_class, title = PARTS[name]
    if (party == Party.HEAD) != user.is_school_staff or user.is_pupil:
        raise PermissionDenied
    if found.status != Agreement.Status.DRAFT:
        messages.warning(request, "Cette convention ne se modifie plus\u202f: elle est à signer.")
        return redirect("agreement", pk)
    form = form_class(request.POST or kept_post(request), instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        if "finish" not in request.POST:
            messages.success(request, "C'est enregistré. Vous pourrez compléter plus tard.")
            return redirect("agreement", pk)
        try:
            finish_part(found, party, user)
        except RefusedError as refused:
            return _part_page(request, form, title, refused.sentences)
        messages.success(request, "Votre partie est complète. Merci\u202f!")
        return redirect("agreement", pk)
    return _part_page(request, form, title, ())


def one_of(request: HttpRequest, pk: int) -> Agreement:
    """Return one agreement of this user; anybody else's does not exist."""
    return get_object_or_404(Agreement.objects.visible_to(request.user).with_people(), pk=pk)


def shown(request: HttpRequest, found: Agreement, **forms: Any) -> HttpResponse:
    """Show an agreement; `forms` are those that came back with errors."""
    user = account_of(request)
    party = party_of(user)
    facts = facts_of(found)
    signed = {one["party"] for one in facts["signatures"] if one["signed"]}
    live = found.application.state == State.CONFIRMED
    context = {
        "page": "agreements",
        **facts,
        "live": live,
        "party": party,
        "missing_of_host": missing_of_host(found) if found.status == "draft" else [],
        "missing_of_school": missing_of_school(found) if found.status == "draft" else [],
        "is_host": party == Party.HOST,
        "is_school": user.is_school_staff,
        "may_sign": live and found.status == "to_sign" and party and party not in signed,
        "may_reopen": live and found.status != "draft" and user.is_school_staff,
        "may_upload": live and found.status != "signed" and user.is_school_staff,
        "paper": getattr(found, "paper", None),
        "sign_form": SignatureForm(),
        "paper_form": PaperForm(),
        "reopen_form": ReopenForm(),
        **forms,
    }
    return render(request, "agreements/agreement.html", context)


def _part_page(request: HttpRequest, form: Any, title: str, lacking: Any) -> HttpResponse:
    context = {
        "page": "agreements",
        "form": form,
        "title": title,
        "lacking": lacking,
        "agreement": form.instance,
    }
    return render(request, "agreements/part.html", context)
