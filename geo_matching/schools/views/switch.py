"""Change from one collège to another."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from geo_matching.accounts.permissions import allowed
from geo_matching.schools.current import choose_college


@allowed("classes.manage")
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Go on with the collège chosen, on the page of its classes."""
    choose_college(request, request.POST.get("college", ""))
    return redirect("class")
