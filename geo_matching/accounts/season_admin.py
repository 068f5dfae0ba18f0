"""The season's switches, the log of justified accesses and of changes, in the administration."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from geo_matching.accounts.models import AccessLog, Season
from geo_matching.common.admin import ReadOnlyAdmin


@admin.register(Season)
class SeasonAdmin(admin.ModelAdmin):
    """One row: its list leads straight to it."""

    def changelist_view(
        self,
        _request: HttpRequest,
        _extra_context: dict | None = None,
    ) -> HttpResponse:
        season, _ = Season.objects.get_or_create(pk=1)
        return redirect(reverse("admin:accounts_season_change", args=[season.pk]))

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        return False


@admin.register(AccessLog)
class AccessLogAdmin(ReadOnlyAdmin):
    list_display = ("at", "administrator", "kind", "person", "reason")
    list_filter = ("kind",)
    list_select_related = ("administrator", "person")
    search_fields = ("reason", "administrator__email")


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    """Every change made in these pages: who, what, when."""

    list_display = ("action_time", "user", "content_type", "object_repr", "action_flag")
    list_filter = ("action_flag", "content_type")
    list_select_related = ("user", "content_type")
    search_fields = ("object_repr", "change_message", "user__email")
