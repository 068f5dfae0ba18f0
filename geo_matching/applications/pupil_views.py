"""A pupil's applications: where each stands, and what to do next."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from geo_matching.accounts.models import User
from geo_matching.accounts.permissions import account_of, allowed
from geo_matching.applications import moving
from geo_matching.applications.deadlines import is_past
from geo_matching.applications.feedback.giving import still_to_rate
from geo_matching.applications.models import Application, ApplicationMessage
from geo_matching.applications.others import others_for
from geo_matching.applications.refusals import RefusedError
from geo_matching.applications.sentences import for_pupil
from geo_matching.applications.states import State

A_PAGE = 10
_VERBS: dict[str, tuple[Callable[[int, User], Application], str]] = {
    "confirm": (moving.confirm, "C'est confirmé\u202f: ce stage est le tien."),
    "withdraw": (moving.withdraw, "Ta candidature est retirée."),
    "restore": (moving.restore, "Ta candidature est renvoyée."),
    "remind": (moving.remind, "La structure est prévenue que tu attends sa réponse."),
}


@never_cache
@allowed("applications.send")
@require_safe
def my_applications(request: HttpRequest) -> HttpResponse:
    """List them, what asks for an action first."""
    mine = Application.objects.followed_by(request.user)
    weeks = list(mine.filter(state=State.CONFIRMED).values_list("week", flat=True))
    placed, today = bool(weeks), timezone.localdate()
    last = Prefetch("messages", ApplicationMessage.objects.order_by("-pk")[:1], to_attr="last")
    rows = mine.select_related("offer__site__host", "agreement").prefetch_related(last)
    rows = rows.annotate(letters=Count("messages"))
    page = Paginator(rows.pupil_first(), A_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    asked = still_to_rate(account_of(request), today).values_list("pk", flat=True)
    to_rate = set(asked) if placed else set()
    context = {
        "page": "applications",
        "placed": placed,
        "stage_ahead": any(not is_past(week, today) for week in weeks),
        "others": None if placed else others_for(mine),
        "pages": page,
        "standings": [
            for_pupil(one, now, placed=placed, to_rate=one.pk in to_rate) for one in page
        ],
    }
    return render(request, "applications/mine.html", context)


@allowed("applications.send")
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, withdraw, send again or remind."""
    application = get_object_or_404(Application.objects.followed_by(request.user), pk=pk)
    if request.POST.get("verb") not in _VERBS:
        raise Http404
    verb, done = _VERBS[request.POST["verb"]]
    try:
        verb(application.pk, account_of(request))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("my_applications")
