"""The home page, and the texts around the service: help, contact, legal notice, privacy."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from geo_matching.accounts.models import current_season
from geo_matching.accounts.permissions import public
from maps.context import suggested_colleges


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what the service does, and open one door for each audience."""
    config = {"suggestions": suggested_colleges()}
    context = {"page": "home", "config": config, "season": current_season()}
    return render(request, "maps/site/home.html", context)


def _text(request: HttpRequest, name: str) -> HttpResponse:
    context = {"page": name, "contact": settings.CONTACT_EMAIL, "host": settings.HOSTING_PROVIDER}
    return render(request, f"maps/site/{name}.html", context)


@public
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return _text(request, "help")


@public
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    return _text(request, "contact")


@public
@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    return _text(request, "legal")


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return _text(request, "privacy")


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return _text(request, "accessibility")
