"""Partners in the administration pages: made here, with their people; keys can only be revoked."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from geo_matching.accounts.models import ApiToken, Partner, PartnerMember
from geo_matching.common.admin import ReadOnlyAdmin, note_each


class MemberInline(admin.TabularInline):
    model = PartnerMember
    extra = 1
    raw_id_fields = ("user",)


@admin.register(Partner)
class PartnerAdmin(admin.ModelAdmin):
    list_display = ("name", "full_access", "open_data", "masked_data", "webhook_result")
    list_filter = ("full_access", "open_data", "masked_data")
    search_fields = ("name",)
    filter_horizontal = ("departements",)
    exclude = ("webhook_key_number",)
    readonly_fields = ("webhook_url", "webhook_told_until", "webhook_result")
    inlines = (MemberInline,)


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    list_display = ("prefix", "user", "label", "created_at", "last_used_on", "revoked_at")
    list_filter = ("revoked_at",)
    list_select_related = ("user",)
    search_fields = ("prefix", "label")
    actions = ("revoke",)

    @admin.action(description="Révoquer les clés choisies")
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiToken]) -> None:
        live = list(queryset.filter(revoked_at__isnull=True))
        for token in live:
            token.revoke()
        note_each(request, live, "Clé révoquée.")
        self.message_user(request, f"Clés révoquées\u202f: {len(live)}.")
