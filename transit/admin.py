"""Areas and where their timetables come from, for whoever runs the service."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from geo_matching.common.admin import ReadOnlyAdmin
from transit.models import Area, Feed, FeedVersion, NetworkBuild


@admin.register(Area)
class AreaAdmin(admin.ModelAdmin):
    """What an area covers and which feeds are imposed is a person's choice; the rest is found."""

    list_display = ("code", "name", "departements", "updated_at")
    search_fields = ("code", "name")
    autocomplete_fields = ("pinned",)
    readonly_fields = ("feeds",)
    exclude = ("extent",)

    def get_readonly_fields(self, _request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        # The code names the builds: it stays.
        return (*self.readonly_fields, "code") if obj else self.readonly_fields


@admin.register(Feed)
class FeedAdmin(ReadOnlyAdmin):
    list_display = ("title", "publisher", "licence", "status", "reason_code", "reason")
    list_filter = ("status", "reason_code", "licence", "areas")
    search_fields = ("title", "publisher", "resource_id")


@admin.register(FeedVersion)
class FeedVersionAdmin(ReadOnlyAdmin):
    list_display = ("feed", "valid_from", "valid_to", "status", "fetched_at", "reason")
    list_filter = ("status",)
    list_select_related = ("feed",)


@admin.register(NetworkBuild)
class NetworkBuildAdmin(ReadOnlyAdmin):
    list_display = (
        "area",
        "active",
        "service_date",
        "covered_from",
        "covered_to",
        "expires_on",
        "handing_over",
        "withdrawn",
        "built_at",
    )
    list_filter = ("active", "area")
    exclude = ("extent",)
