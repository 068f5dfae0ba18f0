"""A pupil leaves the collège: what it has sent is taken back first, and its seats are free."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from geo_matching.accounts.models import User
from geo_matching.applications.models import Application
from geo_matching.applications.moving import withdraw_under_way
from geo_matching.schools.current import render_school, school_page
from geo_matching.schools.enrolment import leave
from geo_matching.schools.models import Student
from geo_matching.schools.views.pupils import pupil_or_404
from qpv_data.models import College


@school_page("classes.manage")
def remove(request: HttpRequest, college: College, pk: int) -> HttpResponse:
    """Ask once, then take the pupil out of its class."""
    student = pupil_or_404(college, pk)
    if request.method == "POST":
        take_out(student, request.user)  # type: ignore[arg-type]
        messages.success(request, f"{student.user.first_name} ne fait plus partie de la classe.")
        return redirect("class")
    live = Application.objects.filter(student=student).under_way(timezone.localdate()).count()
    context = {"page": "class", "student": student, "live": live}
    return render_school(request, "applications/class_remove.html", college, context)


@transaction.atomic
def take_out(student: Student, by: User) -> None:
    """Withdraw what is under way, then close the account; without applications it is erased."""
    sent = Application.objects.filter(student=student)
    if not sent.exists():
        student.user.delete()
        return
    withdraw_under_way(sent, by)
    leave(student)
