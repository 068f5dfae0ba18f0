"""Pages of messages: the pupil's thread, reporting a message, and what its teachers read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from geo_matching.accounts.kept_forms import kept_post
from geo_matching.accounts.models import User
from geo_matching.accounts.permissions import Rule, account_of, allowed, rule_for
from geo_matching.applications.conversation import Side, report, write
from geo_matching.applications.forms import PupilMessageForm
from geo_matching.applications.models import Application, ApplicationMessage
from geo_matching.applications.refusals import RefusedError
from geo_matching.applications.sentences import can_be_written_to
from geo_matching.applications.thread import thread_of
from geo_matching.schools.current import render_school, school_page
from geo_matching.schools.queries import pupils_of
from qpv_data.models import College


@never_cache
@allowed("applications.send")
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a pupil what it and the host wrote, and take its next message."""
    user = account_of(request)
    mine = Application.objects.followed_by(user).select_related("offer__site__host")
    application = get_object_or_404(mine, pk=pk)
    form = PupilMessageForm(request.POST or kept_post(request))
    if request.method == "POST" and form.is_valid():
        try:
            write(pk, user, Side.PUPIL, form.cleaned_data["message"])
        except RefusedError as refusal:
            form.add_error("message", str(refusal))
        else:
            messages.success(request, "Ton message est envoyé.")
            return redirect("application_messages", pk=pk)
    context = {
        "page": "applications",
        "application": application,
        "thread": thread_of(application.messages.all(), request.GET),
        "is_open": can_be_written_to(application),
        "reader": Side.PUPIL,
        "form": form,
    }
    return render(request, "applications/messages.html", context)


@never_cache
@allowed("messages.read")
@require_http_methods(["GET", "HEAD", "POST"])
def report_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then put a message before the moderators."""
    user = account_of(request)
    others = ApplicationMessage.objects.visible_to(user).exclude(author=user)
    found = get_object_or_404(others.filter(removed_at__isnull=True).distinct(), pk=pk)
    back = _thread_of(found, user)
    if request.method == "POST":
        report(found, user)
        messages.success(request, "C'est noté, merci. Une personne va relire ce message.")
        return redirect(back)
    context = {"page": "applications", "letter": found, "back": back}
    return render(request, "applications/message_report.html", context)


def _thread_of(message: ApplicationMessage, user: User) -> str:
    """Return the page on which this reader found a message."""
    rule = rule_for(user, "messages.read")
    if rule == Rule.TERRITORY:
        return reverse("pupil_messages", args=[message.application.student_id])
    name = "application_messages" if rule == Rule.OWN else "inbox_application"
    return reverse(name, args=[message.application_id])


@never_cache
@require_safe
@school_page("messages.follow")
def pupil_messages(request: HttpRequest, college: College, pk: int) -> HttpResponse:
    """Show the teachers of a pupil what it and its hosts wrote to each other."""
    student = get_object_or_404(pupils_of(college), pk=pk)
    letters = ApplicationMessage.objects.visible_to(account_of(request)).filter(
        application__student=student
    )
    rows = letters.select_related("application__offer__site__host")
    thread = thread_of(rows, request.GET)
    threads: dict[Application, list[ApplicationMessage]] = {}
    for letter in thread.letters:
        threads.setdefault(letter.application, []).append(letter)
    context = {
        "page": "class",
        "student": student,
        "thread": thread,
        "threads": sorted(threads.items(), key=lambda pair: pair[0].pk),
    }
    return render_school(request, "applications/pupil_messages.html", college, context)
