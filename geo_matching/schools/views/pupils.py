"""Pupils by hand: add one, correct one, move one to another class."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from geo_matching.schools.current import kept_form, render_school, school_page
from geo_matching.schools.enrolment import change_pupil, enrol
from geo_matching.schools.forms import PupilForm
from geo_matching.schools.models import Student
from geo_matching.schools.queries import classes_of, pupils_of
from qpv_data.models import College


@school_page("classes.manage")
def add(request: HttpRequest, college: College) -> HttpResponse:
    """Enter a pupil who is not on the list."""
    form = PupilForm(request.POST or kept_form(request), college=college)
    if request.method == "POST" and form.is_valid():
        enrol(college, [form.pupil])
        messages.success(request, f"{form.pupil.first_name} est ajouté. Imprimez son code.")
        return redirect("class")
    return _show(request, college, form, None)


@school_page("classes.manage")
def change(request: HttpRequest, college: College, pk: int) -> HttpResponse:
    """Correct a name or move a pupil to another class."""
    student = pupil_or_404(college, pk)
    initial = {
        "last_name": student.user.last_name,
        "first_name": student.user.first_name,
        "class_name": student.school_class.name,
    }
    typed = request.POST or kept_form(request)
    form = PupilForm(typed, college=college, student=student, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_pupil(student, form.pupil)
        messages.success(request, "C'est corrigé.")
        return redirect("class")
    return _show(request, college, form, student)


def pupil_or_404(college: College, pk: int) -> Student:
    """Return a pupil of this collège's classes; anybody else's is not found."""
    student = pupils_of(college).filter(pk=pk).select_related("college").first()
    if student is None:
        raise Http404("No such pupil in this collège.")
    return student


def _show(
    request: HttpRequest, college: College, form: PupilForm, student: Student | None
) -> HttpResponse:
    context = {"page": "class", "form": form, "student": student, "classes": classes_of(college)}
    return render_school(request, "schools/pupil_form.html", college, context)
