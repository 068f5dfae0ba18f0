"""Applications for support: where they stand; a pupil's words are read with a logged reason."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from geo_matching.accounts.models import AccessLog
from geo_matching.accounts.permissions import account_of, allowed
from geo_matching.accounts.reasons import ReasonForm
from geo_matching.applications.feedback.admin import FeedbackAdmin
from geo_matching.applications.models import Application, ApplicationMove
from geo_matching.common.admin import LargePaginator, ReadOnlyAdmin
from geo_matching.schools.models import Student
from offers.models import Host

__all__ = ["FeedbackAdmin"]


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
class ApplicationAdmin(ReadOnlyAdmin):
    list_display = ("submitted_at", "student", "offer", "state", "week")
    list_filter = ("state",)
    list_select_related = ("student__user", "offer")
    # A list of 300 000 rows is not counted twice a page.
    show_full_result_count = False
    paginator = LargePaginator
    search_fields = (
        "=student__college__uai",
        "=offer__site__host__siret",
        "offer__site__host__name",
        "student__user__last_name",
    )
    fields = ("student", "offer", "week", "state", "submitted_at", "changed_at", "words")
    readonly_fields = ("words",)
    inlines = (MoveInline,)

    def get_search_results(
        self, _request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Look each word up in the small tables first, then take their applications by index."""
        for word in search_term.split():
            hosts = Host.objects.filter(Q(name__icontains=word) | Q(siret=word))
            students = Student.objects.filter(
                Q(college=word.upper()) | Q(user__last_name__icontains=word)
            )
            found = Application.objects.order_by()
            of_hosts = found.filter(offer__site__host__in=hosts).values("pk")
            of_students = found.filter(student__in=students).values("pk")
            queryset = queryset.filter(pk__in=of_hosts.union(of_students))
        return queryset, False

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
        return render(request, "admin/applications/words.html", context)
    context |= {
        "title": f"Lire la candidature de {application.student}",
        "warning": "Ces mots ont été écrits pour la structure, pas pour vous.",
        "send": "Lire",
        "back": reverse("admin:applications_application_change", args=[pk]),
    }
    return render(request, "admin/reason.html", context)
