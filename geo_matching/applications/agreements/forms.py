"""The forms of an agreement: the host's part, the collège's part, a signature, a paper."""

from typing import Any

from django import forms

from geo_matching.applications.agreements.missing import SCHOOL_DAYS
from geo_matching.applications.agreements.papers import (
    MOST_BYTES,
    PaperRefusedError,
    content_type_of,
)
from geo_matching.applications.models import Agreement
from geo_matching.applications.page_forms import PageForm

DAYS = (*SCHOOL_DAYS, "samedi")
_CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class PartForm(PageForm, forms.ModelForm):
    """A part of a draft: everything may be left for later, so nothing typed is lost."""

    class Meta:
        model = Agreement
        fields: tuple[str, ...] = ()


class SchoolPartForm(PartForm):
    class Meta(PartForm.Meta):
        fields = ("school_name", "school_address", "school_phone", "teacher_name", "insurance")
        help_texts = {
            "insurance": (
                "Par exemple\u202f: responsabilité civile de la famille, contrat du collège."
            ),
        }


class HostPartForm(PartForm):
    class Meta(PartForm.Meta):
        fields = (
            "host_name",
            "host_siret",
            "host_signatory",
            "host_email",
            "place",
            "tutor_name",
            "tutor_trade",
            "lunch",
            "activities",
        )
        widgets = {"activities": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "host_signatory": "Par exemple\u202f: Dominique Martin, gérante.",
            "host_email": "Pour signer sans compte\u202f: le lien y est envoyé.",
        }

    # Written with blanks, it is longer than what is kept.
    host_siret = forms.CharField(
        label="SIRET", max_length=30, required=False, help_text="14 chiffres, si vous en avez un."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in DAYS:
            self._add_day(day, self.instance.daily_hours.get(day))

    def _add_day(self, day: str, hours: list[str] | None) -> None:
        start, end = hours or ("", "")
        for moment, time, word in (("start", start, "arrivée"), ("end", end, "départ")):
            self.fields[f"{day}_{moment}"] = forms.TimeField(
                label=f"{day.capitalize()}, {word}",
                required=False,
                widget=_CLOCK,
                initial=time.rjust(5, "0") if time else None,
                error_messages={"invalid": "Écrivez une heure, par exemple 9:00."},
            )
        if day in SCHOOL_DAYS:
            self.fields[f"{day}_off"] = forms.BooleanField(
                label=f"Pas de stage le {day}", required=False, initial=hours == []
            )

    def days(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return each day with its fields, for the template."""
        names = ("start", "end", "off")
        return [
            (day, [self[f"{day}_{name}"] for name in names if f"{day}_{name}" in self.fields])
            for day in DAYS
        ]

    def clean_host_siret(self) -> str:
        siret = "".join(self.cleaned_data["host_siret"].split())
        if siret and not (siret.isdecimal() and len(siret) == 14):  # noqa: PLR2004 - a SIRET's digits
            raise forms.ValidationError("Un SIRET a 14 chiffres.")
        return siret

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        hours = {day: self._hours(cleaned, day) for day in DAYS}
        self.instance.daily_hours = {day: told for day, told in hours.items() if told is not None}
        return cleaned

    def _hours(self, cleaned: dict[str, Any], day: str) -> list[str] | None:
        """Return the day's hours, [] for a day off, None where nothing (right) was said."""
        if cleaned.get(f"{day}_off"):
            return []
        start, end = cleaned.get(f"{day}_start"), cleaned.get(f"{day}_end")
        if start and end:
            if start >= end:
                self.add_error(f"{day}_end", "Le départ vient après l'arrivée.")
                return None
            return [time.strftime("%H:%M") for time in (start, end)]
        if start or end:
            lacking, word = ("end", "du départ") if start else ("start", "de l'arrivée")
            self.add_error(f"{day}_{lacking}", f"Il manque l'heure {word}.")
        return None


class SignatureForm(PageForm):
    agrees = forms.BooleanField(
        label="J'ai lu cette convention et je suis d'accord.",
        error_messages={"required": "Cochez la case pour dire que vous êtes d'accord."},
    )


class LinkSignatureForm(SignatureForm):
    name = forms.CharField(
        label="Vos prénom et nom",
        max_length=150,
        error_messages={"required": "Écrivez vos prénom et nom."},
    )
    field_order = ("name", "agrees")


class PaperForm(PageForm):
    paper = forms.FileField(
        label="La convention signée par tous",
        help_text="PDF, JPEG ou PNG, 5\u202fMo au plus.",
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide.",
        },
    )

    def clean_paper(self) -> bytes:
        # One byte more than is allowed tells that it is too large; the rest is not read.
        content = self.cleaned_data["paper"].read(MOST_BYTES + 1)
        try:
            content_type_of(content)
        except PaperRefusedError as error:
            raise forms.ValidationError(str(error)) from None
        return content


class ReopenForm(PageForm):
    reason = forms.CharField(
        label="Pourquoi la rouvrir\u202f?",
        max_length=300,
        help_text="Les signatures seront annulées\u202f; tout le monde sera prévenu.",
        error_messages={"required": "Dites en quelques mots ce qui doit changer."},
    )
