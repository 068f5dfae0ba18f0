"""Pages of a host's team."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from geo_matching.accounts.permissions import account_of, allowed
from geo_matching.common.text import of_whom
from offers.dashboard.team import TeamError, find_invitation, invite, join, leave
from offers.models import Host

MANAGE = "hosts.manage"
A_PAGE = 20


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label="Adresse électronique de votre collègue",
        widget=forms.EmailInput(attrs={"class": "fr-input", "autocomplete": "email"}),
        error_messages={
            "required": "Écrivez une adresse électronique.",
            "invalid": "Écrivez une adresse comme prenom@exemple.fr.",
        },
    )


@require_safe
@allowed(MANAGE)
def teams(request: HttpRequest) -> HttpResponse:
    """List the hosts one acts for."""
    hosts = Host.objects.managed_by(request.user).order_by("name", "pk")
    page = Paginator(hosts, A_PAGE).get_page(request.GET.get("page"))
    counted = Host.objects.filter(pk__in=[host.pk for host in page])
    sizes = dict(counted.annotate(size=Count("members")).values_list("pk", "size"))
    rows = [(host, sizes[host.pk]) for host in page]
    context = {"page": "host_dashboard", "lines": page, "rows": rows}
    return render(request, "offers/dashboard/teams.html", context)


@require_http_methods(["GET", "POST"])
@allowed(MANAGE)
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a team, and invite into it."""
    host = get_object_or_404(Host.objects.managed_by(request.user), pk=pk)
    form = InvitationForm(request.POST) if request.method == "POST" else InvitationForm()
    if form.is_bound and form.is_valid():
        try:
            invite(host, form.cleaned_data["email"], account_of(request))
        except TeamError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, "L'invitation est envoyée. Le lien vaut quatorze jours.")
            return redirect("host_team", pk)
    members = host.members.select_related("user").order_by("joined_at", "pk")
    context = {
        "page": "host_dashboard",
        "host": host,
        "form": form,
        "lines": Paginator(members, A_PAGE).get_page(request.GET.get("page")),
        "invitations": host.invitations.open().order_by("created_at"),
    }
    return render(request, "offers/dashboard/team.html", context)


@require_POST
@allowed(MANAGE)
def leave_team(request: HttpRequest, pk: int) -> HttpResponse:
    host = get_object_or_404(Host.objects.managed_by(request.user), pk=pk)
    try:
        leave(host, account_of(request))
    except TeamError as error:
        messages.error(request, str(error))
        return redirect("host_team", pk)
    messages.success(request, f"Vous avez quitté l'équipe {of_whom(host.name)}.")
    return redirect("host_dashboard")


@require_http_methods(["GET", "POST"])
@allowed(MANAGE)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to join, then join."""
    context: dict[str, object] = {"page": "host_dashboard"}
    try:
        if request.method == "POST":
            joined = join(token, account_of(request))
            messages.success(request, f"Vous êtes dans l'équipe {of_whom(joined.host.name)}.")
            return redirect("host_dashboard")
        context["invitation"] = find_invitation(token, account_of(request))
    except TeamError as error:
        context["problem"] = str(error)
    return render(request, "offers/dashboard/invitation.html", context)
