"""Collèges, QPV and territories in the administration pages; positions are shown, not drawn."""

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from geo_matching.common.admin import RankingAdmin, ReadOnlyAdmin, point_in_words
from qpv_data.models import (
    Academy,
    College,
    Commune,
    Departement,
    Qpv,
    Region,
    Street,
)
from qpv_data.quality_admin import NoticeDecisionAdmin, QualityNoticeAdmin

__all__ = ["NoticeDecisionAdmin", "QualityNoticeAdmin"]


def _lines(rows: Iterable[Model]) -> str:
    return format_html_join(mark_safe("<br>"), "{}", ((row,) for row in rows)) or "-"


@admin.register(College)
class CollegeAdmin(RankingAdmin):
    list_display = ("uai", "name", "commune", "priority", "priority_year", "pupils", "is_open")
    list_filter = ("priority", "is_open", "is_public", "commune__departement")
    list_select_related = ("commune",)
    search_fields = ("uai", "name", "commune__name", "postcode")
    autocomplete_fields = ("commune",)
    exclude = ("point",)
    readonly_fields = ("uai", "position", "pupils_3e", "pupils_year", "labels", "ips", "counts")

    @admin.display(description="position (latitude, longitude)")
    def position(self, college: College) -> str:
        return point_in_words(college.point)

    @admin.display(description="labels par année")
    def labels(self, college: College) -> str:
        return _lines(college.priority_labels.all())

    @admin.display(description="indice de position sociale (IPS)")
    def ips(self, college: College) -> str:
        return _lines(college.social_indexes.all())

    @admin.display(description="effectifs par année")
    def counts(self, college: College) -> str:
        return _lines(college.headcounts.all())

    def has_add_permission(self, _request: HttpRequest) -> bool:
        # The Ministry's file is the only source of new collèges.
        return False


@admin.register(Qpv)
class QpvAdmin(ReadOnlyAdmin):
    list_display = ("code", "name", "commune_names", "departement", "vintage")
    list_filter = ("vintage", "departement")
    list_select_related = ("departement",)
    search_fields = ("code", "name", "commune_names")
    exclude = ("contour",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Qpv]:
        return super().get_queryset(request).defer("contour")


@admin.register(Commune)
class CommuneAdmin(ReadOnlyAdmin):
    list_display = ("code", "name", "departement", "parent", "vintage")
    list_filter = ("vintage", "departement")
    list_select_related = ("departement", "parent")
    search_fields = ("code", "name")
    exclude = ("centre",)


@admin.register(Departement)
class DepartementAdmin(ReadOnlyAdmin):
    list_display = ("code", "name", "academy", "region")
    list_select_related = ("academy", "region")


@admin.register(Academy)
class AcademyAdmin(ReadOnlyAdmin):
    list_display = ("code", "name", "region")
    list_select_related = ("region",)


@admin.register(Region)
class RegionAdmin(ReadOnlyAdmin):
    list_display = ("code", "name")


@admin.register(Street)
class StreetAdmin(ReadOnlyAdmin):
    list_display = ("name", "postcode", "commune_name")
    search_fields = ("search",)
    exclude = ("point", "search")
