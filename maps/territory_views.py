"""The préfecture's page and its two exports."""

import csv
import io
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from geo_matching.accounts.permissions import public
from geo_matching.common.text import no_formula
from geo_matching.matching.gaps import seats_within
from geo_matching.matching.networks import timetables_of
from maps.context import map_config, served_departement
from maps.territory import Territory, feature_collection, properties, territory_of
from maps.territory_tables import tables_of
from maps.weeks import offered_weeks
from qpv_data.models import Departement

MINUTES_CHOICES = (30, 45, 60)
DEFAULT_MINUTES = 45


@public
@require_safe
def territory(request: HttpRequest) -> HttpResponse:
    """Show where seats are missing in a département: map, ranked table, exports."""
    code, minutes = request.GET.get("departement") or served_departement(), _minutes(request)
    departements = _departements()
    departement = next((one for one in departements if one.code == code), None)
    if departement is None and "departement" in request.GET:
        raise Http404("Ce département n'existe pas ou n'a pas de collège.")
    context: dict[str, Any] = {
        "page": "territory",
        "departements": departements,
        "departement": departement,
        "minutes": minutes,
        "minutes_choices": MINUTES_CHOICES,
    }
    if departement:
        query = urlencode({"departement": code, "minutes": minutes})
        geojson = f"{reverse('territory_geojson')}?{query}"
        found = territory_of(seats_within(code, minutes))
        context |= {
            "territory": found,
            "tables": tables_of(found),
            "notices": [*old_timetables(code), *_season_over(found)],
            "query": query,
            "config": {"map": map_config(), "geojson": geojson},
        }
    return render(request, "maps/territory.html", context)


@public
@require_safe
def territory_csv(request: HttpRequest) -> HttpResponse:
    """Return the table as spreadsheets in France read it: semicolons, a byte-order mark."""
    code, minutes, found = _asked(request)
    rows = [{**properties(row), "minutes": minutes} for row in found.rows]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(rows[0] if rows else ["type"])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    content = text.getvalue().encode("utf-8-sig")
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="stages-{code}-{minutes}min.csv"'
    return response


@public
@require_safe
def territory_geojson(request: HttpRequest) -> HttpResponse:
    """Return collèges and QPV with their seats as GeoJSON."""
    code, minutes, found = _asked(request)
    content = feature_collection(found, departement=code, minutes=minutes)
    response = JsonResponse(content, content_type="application/geo+json")
    response["Content-Disposition"] = f'inline; filename="stages-{code}-{minutes}min.geojson"'
    return response


def old_timetables(departement: str) -> list[str]:
    """Return a sentence for each timetable of another time that the figures rest on."""
    today = timezone.localdate()
    found = [timetable.notice(today) for timetable in timetables_of(departement)]
    return [notice for notice in dict.fromkeys(found) if notice]


def _season_over(found: Territory) -> list[str]:
    """Return why every count is 0 at the end of a season."""
    over = "" if any(row.seats for row in found.rows) else offered_weeks().over
    again = "Les places seront comptées dès que des structures en proposeront d'autres."
    return [f"{over} {again}"] if over else []


def _departements() -> list[Departement]:
    return list(Departement.objects.filter(communes__colleges__is_open=True).distinct())


def _minutes(request: HttpRequest) -> int:
    text = request.GET.get("minutes", "")
    asked = int(text) if text.isdecimal() else DEFAULT_MINUTES
    return asked if asked in MINUTES_CHOICES else DEFAULT_MINUTES


def _asked(request: HttpRequest) -> tuple[str, int, Territory]:
    code, minutes = request.GET.get("departement", ""), _minutes(request)
    if not Departement.objects.filter(code=code).exists():
        raise Http404("Ce département n'existe pas.")
    return code, minutes, territory_of(seats_within(code, minutes))


def _cell(value: object) -> object:
    if isinstance(value, str):
        return no_formula(value)
    # A French spreadsheet reads 3,5 as a number and 3.5 as text.
    return str(value).replace(".", ",") if isinstance(value, float) else value
