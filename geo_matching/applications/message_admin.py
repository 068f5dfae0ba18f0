"""Messages that somebody reported: the queue, and what a moderator does; words need a reason."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from geo_matching.applications.conversation import decide
from geo_matching.applications.models import ApplicationMessage
from geo_matching.common.admin import ReadOnlyAdmin, WaitingFilter, note_each


class UnreadFilter(WaitingFilter):
    def waits(self, _rows: QuerySet) -> Q:
        return Q(decided_at__isnull=True)


@admin.register(ApplicationMessage)
class ApplicationMessageAdmin(ReadOnlyAdmin):
    """Shows reported messages only, without their words: those are read with a logged reason."""

    list_display = ("reported_at", "side", "offer", "decided_at", "removed_at", "words")
    list_filter = (UnreadFilter,)
    list_select_related = ("application__offer",)
    fields = ("application", "side", "sent_at", "reported_at", "decided_at", "removed_at", "words")
    readonly_fields = ("words",)
    actions = ("take_off", "leave")

    def get_queryset(self, _request: HttpRequest) -> QuerySet:
        return ApplicationMessage.objects.reported().order_by("reported_at")

    @admin.display(description="offre")
    def offer(self, message: ApplicationMessage) -> str:
        return str(message.application.offer)

    @admin.display(description="ce qui est écrit")
    def words(self, message: ApplicationMessage) -> str:
        address = reverse("admin:applications_read", args=[message.application_id])
        return format_html('<a href="{}">Lire, en disant pourquoi</a>', address)

    @admin.action(description="Retirer les messages choisis, et prévenir")
    def take_off(self, request: HttpRequest, queryset: QuerySet[ApplicationMessage]) -> None:
        done = [message for message in queryset if decide(message, remove=True)]
        note_each(request, done, "Message signalé, retiré.")
        self.message_user(request, f"Messages retirés\u202f: {len(done)}")

    @admin.action(description="Laisser les messages choisis, et prévenir")
    def leave(self, request: HttpRequest, queryset: QuerySet[ApplicationMessage]) -> None:
        done = [message for message in queryset if decide(message, remove=False)]
        note_each(request, done, "Message signalé, laissé.")
        self.message_user(request, f"Messages laissés\u202f: {len(done)}")
