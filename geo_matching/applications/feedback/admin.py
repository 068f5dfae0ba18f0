"""Feedback for moderators: an answer that hurts somebody is emptied or taken away."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from geo_matching.applications.feedback.giving import take_back
from geo_matching.applications.models import Feedback
from geo_matching.common.admin import ReadOnlyAdmin, note_each


@admin.register(Feedback)
class FeedbackAdmin(ReadOnlyAdmin):
    """Shows no author: what counts is what was said, and of which offer."""

    list_display = ("given_at", "offer", "voice", "rating", "has_words", "taken_back_at")
    list_filter = ("voice",)
    list_select_related = ("offer",)
    search_fields = ("offer__title", "offer__site__host__name", "offer__site__host__siret")
    fields = ("offer", "voice", "answers", "rating", "comment", "given_at", "taken_back_at")
    date_hierarchy = "given_at"
    show_full_result_count = False
    actions = ("empty_words", "take_away")

    @admin.display(description="mot libre", boolean=True)
    def has_words(self, one: Feedback) -> bool:
        return bool(one.comment)

    @admin.action(description="Effacer le mot libre des avis choisis")
    def empty_words(self, request: HttpRequest, queryset: QuerySet[Feedback]) -> None:
        with_words = queryset.exclude(comment="")
        told = list(with_words)
        with_words.update(comment="")
        note_each(request, told, "Mot libre effacé.")
        self.message_user(request, f"Mots effacés\u202f: {len(told)}")

    @admin.action(description="Retirer les avis choisis\u202f: la qualité est recalculée")
    def take_away(self, request: HttpRequest, queryset: QuerySet[Feedback]) -> None:
        standing = list(queryset.filter(taken_back_at__isnull=True))
        count = take_back(queryset)
        note_each(request, standing, "Avis retiré.")
        self.message_user(request, f"Avis retirés\u202f: {count}")
