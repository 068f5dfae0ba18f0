"""What parties do with an agreement: sign, send a link, reopen, upload a paper, print."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from geo_matching.accounts.permissions import account_of, allowed
from geo_matching.applications.agreements.forms import PaperForm, ReopenForm, SignatureForm
from geo_matching.applications.agreements.links import send_link
from geo_matching.applications.agreements.papers import path_of
from geo_matching.applications.agreements.signing import (
    RefusedError,
    party_of,
    reopen,
    sign,
    sign_by_paper,
)
from geo_matching.applications.agreements.views import HANDLE, one_of, shown
from geo_matching.applications.models import Agreement, Party, Signature

# A link goes out again after this long at the earliest: a mailbox is not to be flooded.
AGAIN_AFTER = dt.timedelta(minutes=15)


@allowed(HANDLE)
@require_POST
def sign_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    found, user = one_of(request, pk), account_of(request)
    party = party_of(user)
    if party is None:
        raise PermissionDenied
    form = SignatureForm(request.POST)
    if not form.is_valid():
        return shown(request, found, sign_form=form)
    name = str(user)
    done = _tried(request, lambda: sign(found, party, name, Signature.How.ACCOUNT, user))
    if done:
        messages.success(request, "Votre signature est enregistrée. Merci\u202f!")
    return redirect("agreement", pk)


@allowed(HANDLE)
@require_POST
def reopen_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    found, user = one_of(request, pk), account_of(request)
    if not user.is_school_staff:
        raise PermissionDenied
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return shown(request, found, reopen_form=form)
    if _tried(request, lambda: reopen(found, user, form.cleaned_data["reason"])):
        messages.success(request, "La convention est rouverte, les signatures sont annulées.")
    return redirect("agreement", pk)


@allowed(HANDLE)
@require_POST
def upload_paper(request: HttpRequest, pk: int) -> HttpResponse:
    found, user = one_of(request, pk), account_of(request)
    if not user.is_school_staff:
        raise PermissionDenied
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        return shown(request, found, paper_form=form)
    if _tried(request, lambda: sign_by_paper(found, user, form.cleaned_data["paper"])):
        messages.success(request, "La convention signée est enregistrée.")
    return redirect("agreement", pk)


@allowed(HANDLE)
@require_safe
@never_cache
def paper(request: HttpRequest, pk: int) -> Any:
    """Hand the signed paper to a party; it is saved, not shown: it comes from outside."""
    kept = getattr(one_of(request, pk), "paper", None)
    if kept is None or not path_of(kept).is_file():
        raise Http404
    ending = kept.file.rpartition(".")[2]
    return FileResponse(
        path_of(kept).open("rb"),
        as_attachment=True,
        filename=f"convention-{pk}.{ending}",
        content_type=kept.content_type,
    )


@allowed(HANDLE)
@require_safe
@never_cache
def agreement_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return pdf_response([one_of(request, pk)], f"convention-{pk}.pdf")


@allowed(HANDLE)
@require_POST
def send_agreement_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the representative, or whoever signs for the host, a new one-time link."""
    found, user = one_of(request, pk), account_of(request)
    addresses = {
        Party.REPRESENTATIVE: _representative_email(found),
        Party.HOST: found.host_email,
    }
    chosen = request.POST.get("party", "")
    email = addresses.get(Party(chosen)) if chosen in addresses else None
    # A pupil asks for its family's only, a host for its own.
    party = party_of(user)
    own = Party.REPRESENTATIVE if party == Party.PUPIL else party
    if not (user.is_school_staff or own == chosen):
        raise PermissionDenied
    recent = found.links.filter(party=chosen, created_at__gt=timezone.now() - AGAIN_AFTER)
    if not email or found.status != Agreement.Status.TO_SIGN:
        messages.error(request, "Aucune adresse n'est connue, ou il n'y a rien à signer.")
    elif recent.exists():
        messages.warning(request, "Un lien vient d'être envoyé\u202f: attendez un quart d'heure.")
    else:
        send_link(found, Party(chosen), email)
        messages.success(request, "Un lien de signature est envoyé. Il est valable 30 jours.")
    return redirect("agreement", pk)


def pdf_response(agreements: list[Agreement], filename: str) -> HttpResponse:
    """Return the agreements as one PDF to be saved."""
    from geo_matching.applications.agreements.printing import pdf_of  # noqa: PLC0415 - needs Pango

    response = HttpResponse(pdf_of(agreements), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _representative_email(found: Agreement) -> str:
    representative = getattr(found.application.student, "representative", None)
    return representative.email if representative else ""


def _tried(request: HttpRequest, verb: Callable[[], Any]) -> bool:
    """Do it, or say why it cannot be done."""
    try:
        verb()
    except RefusedError as refused:
        messages.error(request, " ".join(refused.sentences))
        return False
    return True
