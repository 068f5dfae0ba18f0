"""The school says in which weeks its pupils are out."""

from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone

from geo_matching.common.weeks import MONTHS, format_week, monday_of, week_in_words, week_of
from geo_matching.schools.current import kept_form, render_school, school_page
from geo_matching.schools.queries import this_year, weeks_of
from geo_matching.schools.school_year import weeks_of_year, year_in_words
from geo_matching.schools.weeks_choice import choose_weeks
from qpv_data.models import College


@dataclass(frozen=True, slots=True)
class WeekBox:
    """A week to tick."""

    number: int
    value: str
    label: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class WeekBoxes:
    """Weeks by month, in two parts: what can still be chosen is not to be looked for."""

    coming: list[tuple[str, list[WeekBox]]]
    past: list[tuple[str, list[WeekBox]]]
    past_ticked: int


@school_page("weeks.choose")
def weeks(request: HttpRequest, college: College) -> HttpResponse:
    """Show all weeks of the school year, and keep those that are ticked."""
    year = this_year()
    known = {format_week(week): week for week in weeks_of_year(year)}
    if request.method == "POST":
        sent = set(request.POST.getlist("week"))
        if sent <= known.keys():
            choose_weeks(college, _ticked(request.POST, known))
            messages.success(request, _said(len(sent)))
            return redirect("school_weeks")
        messages.error(request, "Une de ces semaines n'est pas de cette année scolaire.")
    chosen, before = weeks_of(college), kept_form(request)
    ticked = chosen if before is None else _ticked(before, known)
    context = {
        "page": "school_weeks",
        "year": year_in_words(year),
        "weeks": _boxes(known, ticked),
        "unsaved": before is not None,
        "chosen": [week_in_words(week) for week in sorted(chosen)],
    }
    return render_school(request, "schools/weeks.html", college, context)


def _ticked(typed: QueryDict, known: dict[str, int]) -> frozenset[int]:
    return frozenset(known[value] for value in typed.getlist("week") if value in known)


def _boxes(known: dict[str, int], chosen: frozenset[int]) -> WeekBoxes:
    this_week = week_of(timezone.localdate())
    boxes = [
        WeekBox(week, value, week_in_words(week), week in chosen) for value, week in known.items()
    ]
    past = [box for box in boxes if box.number < this_week]
    return WeekBoxes(
        coming=_months(boxes[len(past) :]),
        past=_months(past),
        past_ticked=sum(box.ticked for box in past),
    )


def _months(boxes: list[WeekBox]) -> list[tuple[str, list[WeekBox]]]:
    by_month = groupby(boxes, key=lambda box: monday_of(box.number).replace(day=1))
    return [
        (f"{MONTHS[month.month - 1].capitalize()} {month.year}", list(of_month))
        for month, of_month in by_month
    ]


def _said(count: int) -> str:
    if not count:
        return "Aucune semaine choisie\u202f: vos élèves voient les stages de toute l'année."
    what = "cette semaine" if count == 1 else "ces semaines"
    return f"C'est noté. Vos élèves voient les stages de {what} seulement."
