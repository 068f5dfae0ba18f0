"""Hosts, sites and offers in the administration pages, with what moderation needs."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from geo_matching.common import versions
from geo_matching.common.admin import (
    RANKING,
    RankingAdmin,
    ReadOnlyAdmin,
    note_each,
    point_in_words,
)
from geo_matching.common.large_admin import (
    IndexedValuesFilter,
    LargeAdmin,
)
from geo_matching.common.word_search import SHORTEST_INDEXED
from offers.company_search import company_search
from offers.company_words import told_in_french
from offers.models import Host, NafSector, Occupation, Offer, Site, WorkingHours
from offers.moderation.admin import DecisionAdmin, OfferReportAdmin
from offers.sectors import SECTORS
from offers.sources.partner_requests import SECONDE
from offers.weeks import weeks_in_words

__all__ = ["DecisionAdmin", "OfferReportAdmin"]
# Each is a question to a public server, and the person waits.
MOST_SIRETS = 10


@admin.register(Host)
class HostAdmin(LargeAdmin, RankingAdmin):
    list_display = ("name", "siret", "is_public")
    list_filter = ("is_public",)
    search_fields = ("name", "siret")
    actions = ("check_siret",)

    def word_ways(self, word: str) -> list[Q]:
        return [Q(name__icontains=word), Q(siret__startswith=word)]

    @admin.action(description="Vérifier le SIRET auprès de l'État (dix structures au plus)")
    def check_siret(self, request: HttpRequest, queryset: QuerySet[Host]) -> None:
        """Show what the State knows of each SIRET; nothing of it is stored."""
        search, day = company_search(), timezone.localdate()
        for host in queryset.order_by("name")[:MOST_SIRETS]:
            level, words = told_in_french(search, host.siret, day)
            self.message_user(request, f"{host.name}\u202f: {words}", level)


@admin.register(Site)
class SiteAdmin(LargeAdmin, RankingAdmin):
    list_display = ("host", "street", "postcode", "city", "precision")
    list_filter = ("precision",)
    list_select_related = ("host",)
    search_fields = ("host__name", "street", "city", "postcode")
    autocomplete_fields = ("host",)
    exclude = ("point",)
    readonly_fields = ("position",)

    def word_ways(self, word: str) -> list[Q]:
        columns = ("postcode", "host__name__icontains", "city__icontains", "street__icontains")
        return [Q((column, word)) for column in columns]

    @admin.display(description="position (latitude, longitude)")
    def position(self, site: Site) -> str:
        return point_in_words(site.point)

    def has_add_permission(self, _request: HttpRequest) -> bool:
        # A site needs a point, which this page cannot ask for.
        return False


class HoursInline(admin.TabularInline):
    """Shows the hours that commutes are computed for; the import derives them."""

    model = WorkingHours
    extra = 0
    fields = readonly_fields = ("hours",)
    can_delete = False

    def hours(self, row: WorkingHours) -> str:
        return str(row)

    def has_add_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        return False


class SourceFilter(IndexedValuesFilter):
    title = "source"
    parameter_name = "source"


@admin.register(Offer)
class OfferAdmin(LargeAdmin, RankingAdmin):
    list_display = ("title", "site", "domain", "capacity", "quality_score", "published_at")
    list_filter = ("audience", "accessible", SourceFilter)
    list_select_related = ("site",)
    search_fields = ("title", "remote_id", "site__host__name", "site__city")
    autocomplete_fields = ("site",)
    # Written by the import as one: a score without its parts would explain nothing.
    readonly_fields = (
        "source",
        "remote_id",
        "weeks_told",
        "daily_hours",
        "quality_score",
        "quality_parts",
        # By the actions, which know what may not be shown.
        "published_at",
        "removed_at",
    )
    exclude = ("weeks",)
    inlines = (HoursInline,)
    actions = ("publish", "unpublish")

    def word_ways(self, word: str) -> list[Q]:
        own = [Q(remote_id=word), Q(title__icontains=word)]
        if len(word) < SHORTEST_INDEXED:
            return own
        return [*own, Q(site__host__name__icontains=word), Q(site__city__icontains=word)]

    @admin.display(description="domaine", ordering="sector")
    def domain(self, offer: Offer) -> str:
        sector = SECTORS.get(offer.sector)
        return sector.name if sector else offer.sector

    @admin.display(description="semaines")
    def weeks_told(self, offer: Offer) -> str:
        return weeks_in_words(offer.weeks)

    @admin.action(description="Publier les offres choisies")
    def publish(self, request: HttpRequest, queryset: QuerySet[Offer]) -> None:
        hidden = queryset.filter(published_at=None, masked_at=None, removed_at=None)
        for_3e = hidden.exclude(partner_details__grades=[SECONDE])
        self._set_published(request, for_3e, timezone.now(), "Publiée.")

    @admin.action(description="Retirer les offres choisies du site")
    def unpublish(self, request: HttpRequest, queryset: QuerySet[Offer]) -> None:
        online = queryset.filter(published_at__isnull=False)
        self._set_published(request, online, None, "Retirée du site.")

    def _set_published(
        self, request: HttpRequest, offers: QuerySet[Offer], moment: Any, words: str
    ) -> None:
        chosen = list(offers)
        if chosen:
            offers.update(published_at=moment)
            versions.bump(RANKING)
        note_each(request, chosen, words)
        self.message_user(request, f"Offres modifiées\u202f: {len(chosen)}")

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False


@admin.register(NafSector)
class NafSectorAdmin(ReadOnlyAdmin):
    list_display = ("code", "nomenclature", "domain")
    list_filter = ("nomenclature",)
    search_fields = ("code",)

    @admin.display(description="domaine", ordering="sector")
    def domain(self, row: NafSector) -> str:
        sector = SECTORS.get(row.sector)
        return sector.name if sector else row.sector


@admin.register(Occupation)
class OccupationAdmin(ReadOnlyAdmin):
    list_display = ("code", "name", "nomenclature")
    list_filter = ("nomenclature",)
    search_fields = ("code", "name", "titles")
