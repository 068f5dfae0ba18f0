"""The journal of imports, to be read; and what the admin pages of the other apps share."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.views.main import ChangeList
from django.contrib.gis.geos import Point
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from geo_matching.common import versions
from geo_matching.common.models import DataVersion, ImportNotice, ImportRun, SourceState

RANKING = "ranking"


def point_in_words(point: Point | None) -> str:
    """Return a point as latitude, longitude; "-" where there is none."""
    return "-" if point is None else f"{point.y:.5f}, {point.x:.5f}"


def note_each(request: HttpRequest, rows: Iterable[Model], words: str) -> None:
    """Write into the log of the administration what an action did to each of these rows."""
    administrator: Any = request.user
    LogEntry.objects.log_actions(administrator.pk, rows, CHANGE, words)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Shows rows that only imports write."""

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        return False


class WaitingFilter(admin.SimpleListFilter):
    """What waits is shown first; the rest is asked for. `waits` says which rows do."""

    title = "état"
    parameter_name = "etat"

    def waits(self, rows: QuerySet) -> Q:
        raise NotImplementedError

    def lookups(self, _request: HttpRequest, _model: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("decides", "déjà décidés"), ("tous", "tous")]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        first, *rest = super().choices(changelist)
        yield {**first, "display": "à relire"}
        yield from rest

    def queryset(self, _request: HttpRequest, rows: QuerySet) -> QuerySet:
        if self.value() == "tous":
            return rows
        waiting = self.waits(rows)
        return rows.exclude(waiting) if self.value() == "decides" else rows.filter(waiting)


class RankingAdmin(admin.ModelAdmin):
    """For rows that ranks rest on: every change moves the data version that caches hang on."""

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        versions.bump(RANKING)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        super().delete_model(request, obj)
        versions.bump(RANKING)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        super().delete_queryset(request, queryset)
        versions.bump(RANKING)


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = (
        "finished_at",
        "source",
        "territory",
        "vintage",
        "added",
        "changed",
        "removed",
        "unchanged",
        "who",
    )
    list_filter = ("source", "territory", "vintage")
    date_hierarchy = "finished_at"


@admin.register(SourceState)
class SourceStateAdmin(ReadOnlyAdmin):
    list_display = ("source", "territory", "vintage", "checked_at", "changed_at", "notices")
    list_filter = ("source", "territory")
    date_hierarchy = "checked_at"


@admin.register(ImportNotice)
class ImportNoticeAdmin(ReadOnlyAdmin):
    list_display = ("code", "file", "row", "column", "message")
    list_filter = ("code", "run__source")
    list_select_related = ("run",)
    search_fields = ("message",)


@admin.register(DataVersion)
class DataVersionAdmin(ReadOnlyAdmin):
    list_display = ("name", "number")
