"""How every pupil stands and what to do next ("Ma classe"): a page, and a table to keep."""

import csv
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from geo_matching.accounts.permissions import may
from geo_matching.applications.class_rows import Pupil, PupilRow, class_rows, figures, grouped
from geo_matching.applications.class_standing import GROUP_WORDS, Group
from geo_matching.common.text import no_formula
from geo_matching.schools.current import render_school, row_key, school_page
from geo_matching.schools.models import SchoolClass
from geo_matching.schools.queries import classes_of, past_classes, pupils_of
from qpv_data.models import College

PAGE_SIZE = 50


@require_safe
@school_page("classes.manage")
def show(request: HttpRequest, college: College) -> HttpResponse:
    """Show the pupils of one class or of all, those of one figure or all."""
    classes = list(classes_of(college))
    pupils, chosen, group = _asked(request, college, classes)
    counts = figures(pupils)
    page = Paginator(_kept(pupils, group), PAGE_SIZE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page": "class",
        "classes": classes,
        "chosen": chosen,
        "group": group,
        "figures": [(one, *GROUP_WORDS[one], counts[one]) for one in Group],
        "total": len(pupils),
        "rows": page,
        "lines": class_rows(list(page)),
        "query": request.GET.urlencode(),
        "reads": may(request.user, "messages.follow"),
        "past": past_classes(college).count(),
    }
    return render_school(request, "applications/class.html", college, context)


@require_safe
@school_page("classes.manage")
def export(request: HttpRequest, college: College) -> HttpResponse:
    """Give the same rows as CSV: names and states, nothing else."""
    pupils, _, group = _asked(request, college, list(classes_of(college)))
    name = f"ma-classe-{timezone.localdate().isoformat()}.csv"
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store, private",
        },
    )
    # What Excel knows UTF-8 by.
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(["Classe", "Nom", "Prénom", "Situation", "À faire"])
    for row in class_rows(_kept(pupils, group)):
        writer.writerow([no_formula(text) for text in _texts(row)])
    return response


def _asked(
    request: HttpRequest, college: College, classes: list[SchoolClass]
) -> tuple[list[Pupil], SchoolClass | None, Group | None]:
    """Read the filters: what is not among the choices is no filter."""
    wanted = row_key(request.GET.get("classe", ""))
    chosen = next((one for one in classes if one.pk == wanted), None)
    state = request.GET.get("etat", "")
    group = Group(state) if state in list(Group) else None
    pupils = pupils_of(college)
    return grouped(pupils.filter(school_class=chosen) if chosen else pupils), chosen, group


def _kept(pupils: list[Pupil], group: Group | None) -> list[Pupil]:
    return [pupil for pupil in pupils if group in (None, pupil.group)]


def _texts(row: PupilRow) -> tuple[str, ...]:
    pupil, standing = row.pupil, row.standing
    return pupil.class_name, pupil.last_name, pupil.first_name, standing.words, standing.action
