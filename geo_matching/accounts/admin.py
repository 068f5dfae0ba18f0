"""Accounts and requests for access, for administrators."""

from typing import Any

from allauth.mfa import admin as mfa_admin
from allauth.mfa.models import Authenticator
from allauth.socialaccount import admin as social_admin
from allauth.socialaccount.models import SocialApp, SocialToken
from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join

from geo_matching.accounts import partner_admin
from geo_matching.accounts.admission import grant, refuse
from geo_matching.accounts.models import AccessRequest, Departure, TerritoryScope, User
from geo_matching.accounts.season_admin import AccessLogAdmin, LogEntryAdmin, SeasonAdmin
from geo_matching.accounts.telling import tell
from geo_matching.common.admin import ReadOnlyAdmin
from geo_matching.common.large_admin import UAI, LargeAdmin

__all__ = ["AccessLogAdmin", "LogEntryAdmin", "SeasonAdmin", "partner_admin"]

# Keys and providers are not for a page: providers stand in a file, telephones are reset below.
# A group would open nothing: what one may do hangs on the role.
# Imported above, so that they are registered by now.
for library, hidden in (
    (auth_admin, [Group]),
    (mfa_admin, [Authenticator]),
    (social_admin, [SocialApp, SocialToken]),
):
    library.admin.site.unregister(hidden)


class ScopeInline(admin.TabularInline):
    model = TerritoryScope
    extra = 0
    autocomplete_fields = ("college",)


@admin.register(User)
class UserAdmin(LargeAdmin):
    list_display = ("username", "last_name", "first_name", "email", "role", "approved_at")
    list_filter = ("role", "is_active", ("approved_at", admin.EmptyFieldListFilter))
    search_fields = ("username", "last_name", "email", "scopes__college__uai")
    fields = (
        "username",
        "first_name",
        "last_name",
        "email",
        "role",
        "is_active",
        "approved_at",
        "wants_digest",
        "last_login",
        "erased_at",
        "help",
    )
    readonly_fields = ("help", "username", "email", "approved_at", "last_login", "erased_at")
    inlines = (ScopeInline,)
    actions = ("reset_second_factor",)

    def word_ways(self, word: str) -> list[Q]:
        if UAI.fullmatch(word.upper()):
            staff = TerritoryScope.objects.filter(college=word.upper()).values_list("user")
            return [Q(pk__in=[user for (user,) in staff])]
        columns = ("username__iexact", "last_name__icontains", "email__icontains")
        return [Q((column, word)) for column in columns]

    @admin.action(description="Remettre à zéro le second facteur (téléphone perdu)")
    def reset_second_factor(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        for user in chosen:
            Authenticator.objects.filter(user=user).delete()
            self.log_change(request, user, "Second facteur remis à zéro.")
            tell("account_security", user, event="second_factor_off")
        self.message_user(request, f"Seconds facteurs remis à zéro\u202f: {len(chosen)}.")

    @admin.display(description="aider, ou effacer")
    def help(self, user: User) -> str:
        links = [
            (reverse("act_as", args=[user.pk]), "Agir en son nom"),
            (reverse("erase_person", args=[user.pk]), "Effacer cette personne"),
        ]
        return format_html_join(" / ", '<a href="{}">{}</a>', links)

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Accounts come from sign-up, from a school's list or from the command line."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        """Erasing keeps what others did with the account."""
        return False


@admin.register(AccessRequest)
class AccessRequestAdmin(ReadOnlyAdmin):
    list_display = (
        "user",
        "email",
        "role",
        "place_name",
        "organisation",
        "verified_at",
        "asked_at",
        "decision",
        "decided_by",
    )
    # What opens something is for nobody to read.
    exclude = ("link_hash",)
    list_filter = ("decision", "role")
    list_select_related = ("user", "decided_by", "college", "departement", "academy", "region")
    search_fields = ("user__last_name", "user__email", "organisation")
    actions = ("grant_access", "refuse_access")

    @admin.display(description="adresse")
    def email(self, request: AccessRequest) -> str:
        return request.user.email

    @admin.display(description="territoire")
    def place_name(self, request: AccessRequest) -> str:
        return request.place_name

    @admin.action(description="Accepter les demandes choisies")
    def grant_access(self, request: HttpRequest, chosen: QuerySet[AccessRequest]) -> None:
        self._decide(request, chosen, grant)

    @admin.action(description="Refuser les demandes choisies")
    def refuse_access(self, request: HttpRequest, chosen: QuerySet[AccessRequest]) -> None:
        self._decide(request, chosen, refuse)

    def _decide(self, request: HttpRequest, chosen: QuerySet[AccessRequest], verb: Any) -> None:
        done = 0
        for wanted in chosen:
            if verb(wanted.pk, request.user):
                wanted.refresh_from_db()
                self.log_change(request, wanted, f"Demande {wanted.get_decision_display()}.")
                done += 1
        self.message_user(request, f"Décisions enregistrées\u202f: {done}.")
        left = chosen.count() - done
        if left:
            self.message_user(
                request,
                f"Laissées de côté\u202f: {left} (déjà décidées, ou adresse non vérifiée).",
                messages.WARNING,
            )


@admin.register(Departure)
class DepartureAdmin(ReadOnlyAdmin):
    list_display = ("left_on", "role", "reason")
    list_filter = ("role", "reason")
