"""The data-quality page: what imports left out or repaired, and what a person can do about it."""

import csv
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from geo_matching.common.admin import ReadOnlyAdmin
from qpv_data.models import NoticeDecision, QualityNotice
from qpv_data.notice_advice import advice_on
from qpv_data.quality_notices import OPEN, State, current_notices, decide, reopen

_UAI, _QPV, _COMMUNE = (
    re.compile(r"^\d{7}[A-Z]$"),
    re.compile(r"^Q[NP]\w{6}$"),
    re.compile(r"^(\d{2}|2[AB])\d{3}$"),
)
_PAGES = ((_UAI, "college"), (_QPV, "qpv"), (_COMMUNE, "commune"))
_STATES = {OPEN: "à traiter", State.DEALT_WITH: "traité", State.IGNORED: "ignoré"}
# A cell that begins so is a formula for a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = (
    "source",
    "département",
    "code",
    "signification",
    "que faire",
    "objet",
    "détail",
    "fichier",
    "ligne",
    "colonne",
    "décision",
    "motif",
)


class StateFilter(admin.SimpleListFilter):
    """What is left to do, unless something else is asked for."""

    title = "décision"
    parameter_name = "etat"

    def lookups(self, _request: HttpRequest, _admin: Any) -> list[tuple[str, str]]:
        return [("dealt", "traités"), ("ignored", "ignorés"), ("tous", "tous")]

    def choices(self, changelist: Any) -> Iterator[Any]:
        first, *others = super().choices(changelist)
        yield {**first, "display": "à traiter"}
        yield from others

    def queryset(self, _request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "tous":
            return queryset
        return queryset.filter(state=self.value() or OPEN)


class CodeFilter(admin.SimpleListFilter):
    """Codes in words."""

    title = "signification"
    parameter_name = "code"

    def lookups(self, _request: HttpRequest, _admin: Any) -> list[tuple[str, str]]:
        codes = current_notices().order_by().values_list("code", flat=True).distinct()
        return sorted(((code, advice_on(code).label) for code in codes), key=lambda pair: pair[1])

    def queryset(self, _request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(code=self.value()) if self.value() else queryset


class DecisionForm(ActionForm):
    """The choice of an action, with the reason that an ignored notice needs."""

    reason = forms.CharField(
        label="Motif",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "obligatoire pour ignorer"}),
    )


@admin.register(QualityNotice)
class QualityNoticeAdmin(ReadOnlyAdmin):
    change_list_template = "admin/qpv_data/quality/change_list.html"
    list_display = ("meaning", "subject_link", "territory", "todo", "detail", "decision", "source")
    list_display_links = None
    list_filter = (StateFilter, "run__source", CodeFilter, "territory")
    list_select_related = ("run",)
    list_per_page = 50
    search_fields = ("subject", "message", "file")
    action_form = DecisionForm
    actions = ("mark_dealt", "mark_ignored", "mark_open")

    def get_queryset(self, _request: HttpRequest) -> QuerySet[QualityNotice]:
        return current_notices().order_by("run__source", "territory", "code", "pk")

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(self.export)
        return [path("export.csv", export, name="quality_export"), *super().get_urls()]

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("qpv_data.add_noticedecision")

    @admin.display(description="signification", ordering="code")
    def meaning(self, notice: QualityNotice) -> str:
        return advice_on(notice.code).label

    @admin.display(description="que faire")
    def todo(self, notice: QualityNotice) -> str:
        return advice_on(notice.code).todo

    @admin.display(description="détail technique")
    def detail(self, notice: QualityNotice) -> str:
        place = f" ({notice.file}, ligne {notice.row})" if notice.row else ""
        return f"{notice.message}{place}"

    @admin.display(description="source", ordering="run__source")
    def source(self, notice: QualityNotice) -> str:
        return str(notice.run)

    @admin.display(description="décision")
    def decision(self, notice: Any) -> str:
        told = _STATES.get(notice.state, notice.state)
        return f"{told}\u202f: {notice.reason}" if notice.reason else told

    @admin.display(description="objet", ordering="subject")
    def subject_link(self, notice: QualityNotice) -> str:
        """Lead to the collège, the QPV or the commune, found by its code."""
        for shape, model in _PAGES:
            if shape.match(notice.subject):
                page = reverse(f"{self.admin_site.name}:qpv_data_{model}_changelist")
                query = urlencode({"q": notice.subject})
                return format_html('<a href="{}?{}">{}</a>', page, query, notice.subject)
        return notice.subject or "-"

    @admin.action(description="Marquer comme traités", permissions=["decide"])
    def mark_dealt(self, request: HttpRequest, notices: QuerySet[QualityNotice]) -> None:
        self._decide(request, notices, State.DEALT_WITH)

    @admin.action(description="Ignorer (motif obligatoire)", permissions=["decide"])
    def mark_ignored(self, request: HttpRequest, notices: QuerySet[QualityNotice]) -> None:
        if not request.POST.get("reason", "").strip():
            self.message_user(request, "Indiquez un motif pour ignorer.", messages.ERROR)
            return
        self._decide(request, notices, State.IGNORED)

    @admin.action(description="Remettre à traiter", permissions=["decide"])
    def mark_open(self, request: HttpRequest, notices: QuerySet[QualityNotice]) -> None:
        count = reopen(notices.select_related("run"))
        self.message_user(request, f"Avis remis à traiter\u202f: {count}")

    def _decide(self, request: HttpRequest, notices: QuerySet, state: State) -> None:
        reason = request.POST.get("reason", "").strip()[:200]
        who = request.user.get_username()
        count = decide(notices.select_related("run"), state, reason=reason, who=who)
        self.message_user(request, f"Avis notés «\u202f{state.label}\u202f»\u202f: {count}")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = {"title": "Qualité des données", **(extra_context or {})}
        response = super().changelist_view(request, title)
        context = getattr(response, "context_data", None)
        if context and "cl" in context:
            context["summary"] = _summary(context["cl"].queryset)
            query = request.GET.urlencode()
            context["export_url"] = f"export.csv?{query}" if query else "export.csv"
        return response

    def export(self, request: HttpRequest) -> StreamingHttpResponse:
        """Send the notices that the page shows with these filters, all of them, as CSV."""
        notices = self.get_changelist_instance(request).get_queryset(request)
        lines = _csv_lines(notices.select_related("run"))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="qualite-des-donnees.csv"'
        return response


@admin.register(NoticeDecision)
class NoticeDecisionAdmin(ReadOnlyAdmin):
    list_display = ("code", "source", "state", "reason", "who", "at")
    list_filter = ("state", "source", "code")
    search_fields = ("reason", "who")


def _summary(notices: QuerySet) -> list[dict[str, Any]]:
    counts = notices.order_by().values_list("code").annotate(count=Count("pk")).order_by("-count")
    return [{"code": code, "count": count, "advice": advice_on(code)} for code, count in counts]


class _Line:
    """A file for csv.writer that hands each line back."""

    def write(self, text: str) -> str:
        return text


def _csv_lines(notices: QuerySet) -> Iterator[str]:
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    # A spreadsheet knows UTF-8 by this mark.
    yield "\ufeff" + writer.writerow(_COLUMNS)
    for notice in notices.iterator(chunk_size=2000):
        yield writer.writerow([_cell(value) for value in _values(notice)])


def _values(notice: Any) -> list[Any]:
    advice = advice_on(notice.code)
    return [
        notice.run,
        notice.territory,
        notice.code,
        advice.label,
        advice.todo,
        notice.subject,
        notice.message,
        notice.file,
        notice.row or "",
        notice.column,
        _STATES.get(notice.state, notice.state),
        notice.reason,
    ]


def _cell(value: Any) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
