"""The form by which a pupil applies, and the door to a partner's own page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from geo_matching.accounts.kept_forms import kept_post
from geo_matching.accounts.permissions import allowed, public
from geo_matching.applications.applying import apply
from geo_matching.applications.eligibility import Obstacle, choosable_weeks, why_not
from geo_matching.applications.forms import ApplyForm
from geo_matching.applications.models import Application, LegalRepresentative, PermalinkClicks
from geo_matching.applications.refusals import RefusedError
from geo_matching.schools.models import Student
from offers.models import Offer
from offers.weeks import format_week


class _Redirect(HttpResponseRedirect):
    """To a partner's site: only addresses that a browser opens as pages."""

    allowed_schemes = ["http", "https"]


@never_cache
@allowed("applications.send")
@require_http_methods(["GET", "HEAD", "POST"])
def apply_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form, filled with what was typed before the session ended, or send it."""
    student = get_object_or_404(
        Student.objects.select_related("college", "user"), user=request.user
    )
    offer = get_object_or_404(Offer.objects.select_related("site__host"), pk=pk)
    if Application.objects.filter(student=student, offer=offer).exists():
        messages.info(request, "Tu as déjà candidaté à cette offre\u202f: voici où elle en est.")
        return redirect("my_applications")
    weeks = choosable_weeks(offer, student.college, timezone.localdate())
    obstacle = why_not(student, offer, weeks)
    form = _form(request, student, weeks)
    if obstacle is None and request.method == "POST" and form.is_valid():
        try:
            apply(student, offer.pk, form.letter(), form.representative())
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, "Ta candidature est envoyée. D'autres stages possibles sont plus bas."
            )
            return redirect("my_applications")
    context = {
        "page": "applications",
        "offer": offer,
        "form": form,
        "obstacle": obstacle,
        "partner": obstacle == Obstacle.PARTNER,
    }
    return render(request, "applications/apply.html", context)


def _form(request: HttpRequest, student: Student, weeks: list[int]) -> ApplyForm:
    if request.method == "POST":
        return ApplyForm(request.POST, weeks=weeks)
    before = kept_post(request)
    if before is not None:
        return ApplyForm(before, weeks=weeks)
    known = LegalRepresentative.objects.filter(student=student).first()
    initial = ApplyForm.initial_of(student, known, weeks)
    wanted = request.GET.get("semaine", "")
    chosen = next((str(week) for week in weeks if format_week(week) == wanted), initial["week"])
    return ApplyForm(weeks=weeks, initial={**initial, "week": chosen})


@public
@require_safe
def partner_page(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Count the click, then go to the partner's page of the offer."""
    offer = get_object_or_404(Offer.objects.open(), pk=pk)
    if not offer.permalink.startswith(("https://", "http://")):
        raise Http404
    PermalinkClicks.objects.count_one(offer, timezone.localdate())
    return _Redirect(offer.permalink)
