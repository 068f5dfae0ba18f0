"""Applications for support: where they stand; a pupil's words are read with a logged reason."""

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from geo_matching.accounts.models import AccessLog
from geo_matching.accounts.permissions import account_of, allowed
from geo_matching.accounts.reasons import ReasonForm
from geo_matching.applications.feedback.admin import FeedbackAdmin
from geo_matching.applications.message_admin import ApplicationMessageAdmin
from geo_matching.applications.models import Application, ApplicationMove
from geo_matching.common.admin import ReadOnlyAdmin
from geo_matching.common.large_admin import UAI, LargeAdmin
from offers.weeks import week_in_words

__all__ = ["ApplicationMessageAdmin", "FeedbackAdmin"]


class MoveInline(admin.TabularInline):
    """The steps, without the words that went with them."""

    model = ApplicationMove
    extra = 0
    can_delete = False
    fields = readonly_fields = ("at", "from_state", "to_state", "actor")

    def has_add_permission(self, *_: object) -> bool:
        return False

    def has_change_permission(self, *_: object) -> bool:
        return False


@admin.register(Application)
class ApplicationAdmin(LargeAdmin, ReadOnlyAdmin):
    list_display = ("submitted_at", "student", "offer", "state", "week_told")
    list_filter = ("state",)
    list_select_related = ("student__user", "offer")
    search_fields = (
        "=student__college__uai",
        "=offer__site__host__siret",
        "offer__site__host__name",
        "student__user__last_name",
    )
    fields = ("student", "offer", "week_told", "state", "submitted_at", "changed_at", "words")
    readonly_fields = ("week_told", "words")
    inlines = (MoveInline,)

    def word_ways(self, word: str) -> list[Q]:
        if UAI.fullmatch(word.upper()):
            return [Q(student__college=word.upper())]
        host = "offer__site__host__"
        columns = [f"{host}name__icontains", "student__user__last_name__icontains"]
        if word.isdecimal():
            columns.insert(0, f"{host}siret")
        return [Q((column, word)) for column in columns]

    @admin.display(description="semaine", ordering="week")
    def week_told(self, application: Application) -> str:
        return week_in_words(application.week)

    @admin.display(description="ce que l'élève a écrit")
    def words(self, application: Application) -> str:
        address = reverse("admin:applications_read", args=[application.pk])
        return format_html('<a href="{}">Lire, en disant pourquoi</a>', address)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(read_words)
        return [path("<int:pk>/lire/", view, name="applications_read"), *super().get_urls()]


@allowed("accounts.administer")
def read_words(request: HttpRequest, pk: int) -> HttpResponse:
    """Note the reason, then show what the pupil and the host wrote."""
    application = get_object_or_404(Application.objects.select_related("student__user"), pk=pk)
    form = ReasonForm(request.POST or None)
    context = {**admin.site.each_context(request), "application": application, "form": form}
    if request.method == "POST" and form.is_valid():
        AccessLog.objects.create(
            administrator=account_of(request),
            kind=AccessLog.Kind.READING,
            person=application.student.user,
            reason=form.cleaned_data["reason"],
        )
        context["title"] = f"Candidature de {application.student}"
        context["letters"] = application.messages.select_related("author")
        return render(request, "admin/applications/words.html", context)
    context |= {
        "title": f"Lire la candidature de {application.student}",
        "warning": "Ces mots ont été écrits pour la structure, pas pour vous.",
        "send": "Lire",
        "back": reverse("admin:applications_application_change", args=[pk]),
    }
    return render(request, "admin/reason.html", context)
