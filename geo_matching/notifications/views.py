"""A person's messages: all of them, one of them, and "everything is read"."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from geo_matching.accounts.permissions import allowed
from geo_matching.notifications.models import Notification

A_PAGE = 20


@allowed("account.own")
@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    own = Notification.objects.visible_to(request.user)
    page = Paginator(own.defer("body"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/pages/list.html", {"page": "messages", "found": page})


@allowed("account.own")
@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message, which is read from then on."""
    own = Notification.objects.visible_to(request.user)
    shown = get_object_or_404(own, pk=pk)
    own.filter(pk=pk).mark_read()
    return render(request, "notifications/pages/message.html", {"page": "messages", "shown": shown})


@allowed("account.own")
@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    Notification.objects.visible_to(request.user).mark_read()
    messages.success(request, "Tous vos messages sont marqués comme lus.")
    return redirect("message_list")
