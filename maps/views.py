"""The pupil's and the teacher's pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_safe

from geo_matching.accounts.models import current_season
from geo_matching.accounts.permissions import account_of, may, public
from geo_matching.applications.favourites import kept_ids
from geo_matching.schools.current import current_college
from geo_matching.schools.queries import student_of, weeks_of
from maps.context import college_json, map_config, sectors_json, suggested_colleges
from maps.forms import DEFAULT_MINUTES, GroupForm
from maps.group_plan import plan_group
from maps.weeks import offered_weeks
from offers.weeks import format_week
from qpv_data.models import College

DEFAULT_GROUP = 6


@public
@require_safe
def pupil(request: HttpRequest) -> HttpResponse:
    """Show "Trouver mon stage"; the script reads what is asked from the address."""
    season = current_season()
    if not season.search_open:
        return render(request, "maps/site/closed.html", {"page": "pupil", "season": season})
    student = student_of(request.user)
    school_weeks = weeks_of(student.college_id) if student else frozenset()
    own = _staff_college(request)
    offered = offered_weeks(school_weeks)
    config = {
        "map": map_config(),
        "ownCollege": student.college_id if student else own.uai if own else "",
        "schoolWeeks": [format_week(week) for week in sorted(school_weeks)],
        "suggestions": suggested_colleges(),
        "sectors": sectors_json(),
        # Why nothing is found at the end of a season; "" while something is.
        "over": offered.over,
        # None: no pupil, no hearts.
        "favourites": _kept(request),
    }
    if config["favourites"] is not None:
        # The hearts post: have the cookie set that Django compares.
        get_token(request)
    context = {
        "page": "pupil",
        "config": config,
        "weeks": offered.choices,
        "school_weeks": bool(school_weeks),
        "minutes": DEFAULT_MINUTES,
    }
    return render(request, "maps/pupil.html", context)


def _staff_college(request: HttpRequest) -> College | None:
    """Return the collège that a member of staff works for; nobody else's page begins there."""
    return current_college(request) if may(request.user, "classes.manage") else None


def _school_week(form: GroupForm, college: College) -> str:
    """Return the first week of the form that the collège chose, "" without any."""
    chosen = weeks_of(college)
    return next((week.value for week in form.weeks if week.number in chosen), "")


def _kept(request: HttpRequest) -> list[int] | None:
    return kept_ids(account_of(request)) if may(request.user, "favourites.keep") else None


@public
@require_safe
def teacher(request: HttpRequest) -> HttpResponse:
    """Show the hosts that can take a whole group, with the group's trips."""
    form = GroupForm(request.GET) if "college" in request.GET else GroupForm()
    context: dict[str, Any] = {"page": "teacher", "form": form}
    if form.is_bound and form.is_valid():
        page = request.GET.get("page", "")
        context["plan"] = plan_group(form.cleaned_data, int(page) if page.isdecimal() else 1)
    # Kept when another answer is wrong: nothing chosen is lost.
    college = form.cleaned_data.get("college") if form.is_bound else _staff_college(request)
    context["college"] = college
    first_week = _school_week(form, college) if college and not form.is_bound else ""
    context["values"] = {
        "week": request.GET.get("week", first_week),
        "size": request.GET.get("size", DEFAULT_GROUP),
        "minutes": request.GET.get("max_minutes", DEFAULT_MINUTES),
    }
    context["config"] = {
        "suggestions": suggested_colleges(),
        "college": college_json(college) if college else None,
    }
    return render(request, "maps/teacher.html", context)
