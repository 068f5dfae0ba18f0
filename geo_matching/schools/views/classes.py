"""The classes of a collège: those of this year, those that are over, and the archive."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from geo_matching.schools.current import render_school, row_key, school_page
from geo_matching.schools.enrolment import archive, reopen
from geo_matching.schools.models import SchoolClass
from geo_matching.schools.queries import past_classes
from geo_matching.schools.words import counted
from qpv_data.models import College

PAGE_SIZE = 40


@require_safe
@school_page("classes.manage")
def classes(request: HttpRequest, college: College) -> HttpResponse:
    """List the classes, the latest year first."""
    rows = (
        SchoolClass.objects.filter(college=college)
        .annotate(pupils=Count("students", filter=Q(students__left_at__isnull=True)))
        .order_by("-school_year", "name")
    )
    context = {
        "page": "class",
        "classes": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render_school(request, "schools/classes.html", college, context)


@require_POST
@school_page("classes.manage")
def archive_class(request: HttpRequest, college: College) -> HttpResponse:
    """Archive one class, all classes of past years, or take one out of the archive."""
    what = request.POST.get("class", "")
    if what == "past":
        count = archive(past_classes(college))
        messages.success(request, f"{counted(count, 'classe archivée', 'classes archivées')}.")
        return redirect("school_classes")
    chosen = get_object_or_404(SchoolClass, college=college, pk=row_key(what))
    if request.POST.get("move") == "reopen":
        reopen(chosen)
        messages.success(request, f"La classe {chosen} est rouverte.")
    else:
        archive([chosen])
        messages.success(request, f"La classe {chosen} est archivée.")
    return redirect("school_classes")
