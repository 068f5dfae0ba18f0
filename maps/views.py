"""The pupil's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maps.context import map_config, sectors_json, suggested_colleges
from maps.weeks import offered_weeks


@require_safe
def pupil(request: HttpRequest) -> HttpResponse:
    """Show "Trouver mon stage"; the script reads what is asked from the address."""
    config = {
        "map": map_config(),
        "suggestions": suggested_colleges(),
        "sectors": sectors_json(),
    }
    context = {"page": "pupil", "config": config, "weeks": offered_weeks()}
    return render(request, "maps/pupil.html", context)
