"""Forms of moderation: reporting, deciding, contesting."""

from typing import Any

from django import forms

from offers.models import Decision, OfferReport
from offers.models.report import LONGEST, SHORTEST


def without_blank(form: forms.BaseForm, name: str) -> forms.Field:
    """Take the empty choice off a field of radio buttons, and return the field."""
    field: Any = form.fields[name]
    field.choices = [choice for choice in field.choices if choice[0]]
    return field


class ReportForm(forms.ModelForm):
    class Meta:
        model = OfferReport
        fields = ("ground", "text")
        labels = {"ground": "Qu'est-ce qui ne va pas\u202f?", "text": "En quelques mots"}
        help_texts = {"text": f"De {SHORTEST} à {LONGEST} caractères."}
        widgets = {
            "ground": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 4, "class": "fr-input"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_blank(self, "ground").error_messages["required"] = "Choisissez ce qui ne va pas."
        self.fields["text"].error_messages["required"] = (
            "Quelques mots d'explication sont nécessaires."
        )


class DecisionForm(forms.ModelForm):
    class Meta:
        model = Decision
        fields = ("outcome", "message")
        widgets = {"outcome": forms.RadioSelect, "message": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_blank(self, "outcome")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") != Decision.Outcome.KEPT and not cleaned.get("message"):
            self.add_error("message", "Dites à la structure pourquoi, et ce qu'elle peut corriger.")
        return cleaned


class AppealForm(forms.Form):
    appeal = forms.CharField(
        label="Pourquoi contestez-vous cette décision\u202f?",
        min_length=SHORTEST,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6, "class": "fr-input"}),
        error_messages={"required": "Dites en quelques mots pourquoi."},
    )
