"""A collège's agreements together: the head signs many at once, a class is printed as one PDF."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from geo_matching.accounts.permissions import account_of, allowed
from geo_matching.applications.agreements.signing import sign_all
from geo_matching.applications.agreements.signing_views import pdf_response
from geo_matching.applications.agreements.views import HANDLE, asked_for
from geo_matching.applications.models import Agreement, Party, Signature
from geo_matching.schools.current import row_key

# A class at once: more would keep the others of the server waiting.
MOST_AT_ONCE = 40


@allowed("agreements.sign_many")
@require_POST
def sign_many(request: HttpRequest) -> HttpResponse:
    """Show the head what is about to be signed, then sign it.

    Those that are ticked, or with `all` those of the list's class.
    """
    head = account_of(request)
    mine = Signature.objects.filter(party=Party.HEAD, void_at__isnull=True)
    waiting = (
        asked_for(request)
        .with_people()
        .filter(status=Agreement.Status.TO_SIGN)
        .exclude(pk__in=mine.values("agreement"))
    )
    if "all" not in request.POST:
        ticked = [row_key(pk) for pk in request.POST.getlist("convention")]
        waiting = waiting.filter(pk__in=ticked)
    chosen = list(waiting[:MOST_AT_ONCE])
    if not chosen:
        messages.warning(request, "Aucune de ces conventions n'attend votre signature.")
        return redirect("agreement_list")
    if "confirmed" not in request.POST:
        context = {"page": "agreements", "chosen": chosen}
        return render(request, "agreements/sign_many.html", context)
    messages.success(request, f"Conventions signées\u202f: {sign_all(chosen, head)}")
    return redirect("agreement_list")


@allowed(HANDLE)
@require_safe
@never_cache
def class_pdf(request: HttpRequest) -> HttpResponse:
    """Hand over the list's agreements as one PDF."""
    found = asked_for(request).with_people()
    chosen = list(found[: MOST_AT_ONCE + 1])
    if not chosen or len(chosen) > MOST_AT_ONCE:
        many = (
            f"Choisissez une classe\u202f: {MOST_AT_ONCE} conventions au plus s'impriment à "
            "la fois."
        )
        messages.warning(request, many if chosen else "Il n'y a aucune convention à imprimer.")
        return redirect("agreement_list")
    return pdf_response(chosen, "conventions.pdf")
