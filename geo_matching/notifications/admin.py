"""What became of messages, for support: never what they say, which stays with who gets them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from geo_matching.common.admin import ReadOnlyAdmin, note_each
from geo_matching.notifications.models import Notification
from geo_matching.notifications.tasks import send_notification


class OutcomeFilter(admin.SimpleListFilter):
    title = "envoi"
    parameter_name = "outcome"

    def lookups(self, _request: HttpRequest, _admin: object) -> list[tuple[str, str]]:
        return [("failed", "abandonné"), ("waiting", "en attente"), ("sent", "envoyé")]

    def queryset(self, _request: HttpRequest, queryset: Any) -> QuerySet:
        match self.value():
            case "failed":
                return queryset.filter(failed_at__isnull=False)
            case "waiting":
                return queryset.to_send()
            case "sent":
                return queryset.filter(emailed_at__isnull=False)
        return queryset


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "kind", "email", "emailed_at", "failed_at", "attempts")
    list_filter = (OutcomeFilter, "kind")
    fields = ("kind", "subject", "email", *list_display[:1], *list_display[3:], "read_at")
    search_fields = ("email", "recipient__username")
    date_hierarchy = "created_at"
    show_full_result_count = False
    actions = ("try_again",)

    @admin.action(description="Essayer encore d'envoyer ce qui a été abandonné")
    def try_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        given_up = list(queryset.filter(failed_at__isnull=False))
        pks = [one.pk for one in given_up]
        Notification.objects.filter(pk__in=pks).update(failed_at=None, attempts=0)
        for pk in pks:
            send_notification.defer(notification_id=pk)
        note_each(request, given_up, "Remis à envoyer.")
        self.message_user(request, f"Messages remis à envoyer\u202f: {len(given_up)}")
