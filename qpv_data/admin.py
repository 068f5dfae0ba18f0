"""Collèges, QPV and territories in the administration pages; positions are shown, not drawn."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from geo_matching.common.admin import RankingAdmin, ReadOnlyAdmin, point_in_words
from qpv_data.models import Academy, College, Commune, Departement, Qpv, Region


@admin.register(College)
class CollegeAdmin(RankingAdmin):
    list_display = ("uai", "name", "commune", "priority", "priority_year", "pupils", "is_open")
    list_filter = ("priority", "is_open", "is_public", "commune__departement")
    list_select_related = ("commune",)
    search_fields = ("uai", "name", "commune__name", "postcode")
    autocomplete_fields = ("commune",)
    exclude = ("point",)
    readonly_fields = ("uai", "position")

    @admin.display(description="position (latitude, longitude)")
    def position(self, college: College) -> str:
        return point_in_words(college.point)

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
    list_display = ("code", "name", "departement")
    list_select_related = ("departement",)
    search_fields = ("code", "name")
    exclude = ("contour",)


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
