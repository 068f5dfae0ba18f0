"""Codes on paper: whom to print a sheet for, and the sheet, the only place where a secret shows."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from geo_matching.accounts.activation import VALID_FOR, issue_many
from geo_matching.schools.current import render_school, row_key, school_page
from geo_matching.schools.models import Student
from geo_matching.schools.queries import classes_of, pupils_of
from qpv_data.models import College

PAGE_SIZE = 60
FIRST_SIGN_IN = "/compte/premiere-connexion/"


@require_safe
@school_page("classes.manage")
def codes(request: HttpRequest, college: College) -> HttpResponse:
    """Show the pupils of a class, those without a password ticked."""
    classes = list(classes_of(college))
    wanted = request.GET.get("classe", "")
    chosen = next(
        (one for one in classes if str(one.pk) == wanted), classes[0] if classes else None
    )
    pupils = pupils_of(college).filter(school_class=chosen)
    context = {
        "page": "class",
        "classes": classes,
        "chosen": chosen,
        "pupils": Paginator(pupils, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render_school(request, "schools/codes.html", college, context)


# Not even on the disk of a shared computer.
@never_cache
@school_page("classes.manage")
def sheet(request: HttpRequest, college: College) -> HttpResponse:
    """Give the ticked pupils new secrets and print them: shown now, and never again."""
    if request.method != "POST":
        return redirect("pupil_codes")
    pupils = _ticked(college, request.POST.getlist("pupil"))
    if not pupils:
        messages.error(request, "Cochez au moins un élève.")
        return redirect("pupil_codes")
    secrets = issue_many([pupil.user for pupil in pupils])
    context = {
        "page": "class",
        "cards": [(pupil, secrets[pupil.user_id]) for pupil in pupils],
        "address": f"{settings.SITE_URL}{FIRST_SIGN_IN}",
        "days": VALID_FOR.days,
    }
    return render_school(request, "schools/codes_sheet.html", college, context)


def _ticked(college: College, keys: list[str]) -> list[Student]:
    """Return these pupils; a 404 when one of them is not of this collège."""
    wanted = {row_key(key) for key in keys}
    pupils = list(pupils_of(college).filter(pk__in=wanted))
    if len(pupils) != len(wanted):
        raise Http404("One of these pupils is not of this collège.")
    return pupils
