"""What the forms of an offer share: the State's look, French errors, hours and places."""

from collections.abc import Mapping
from typing import Any

from django import forms

from geo_matching.common.insee import is_postcode

REQUIRED = "Ce champ est obligatoire."


class PostingForm(forms.Form):
    """Bound to what was typed at a step; every error says what to do."""

    # Known fields that only the script fills in.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            widget = field.widget
            field.error_messages.setdefault("required", REQUIRED)
            if isinstance(widget, forms.Select) and not isinstance(widget, forms.RadioSelect):
                widget.attrs.setdefault("class", "fr-select")
            elif isinstance(widget, forms.TextInput | forms.Textarea | forms.NumberInput):
                widget.attrs.setdefault("class", "fr-input")


class Text(forms.CharField):
    """One line, or several with `rows`; its length is told before the database cuts it."""

    def __init__(self, longest: int, *, rows: int = 0, **kwargs: Any) -> None:
        if rows:
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(
            max_length=longest,
            error_messages={
                "required": REQUIRED,
                "max_length": f"Ce texte est trop long\u202f: {longest} caractères au plus.",
            },
            **kwargs,
        )


class Postcode(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(widget=widget, error_messages={"required": REQUIRED}, **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).replace(" ", "")
        if text and not is_postcode(text):
            raise forms.ValidationError("Un code postal a cinq chiffres, comme 38100.")
        return text


class Clock(forms.TimeField):
    """An hour of the day; the browser's own field, or 9:30 or 9h30 typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.TimeInput(attrs={"type": "time", "step": "300"}, format="%H:%M"),
            input_formats=["%H:%M", "%H:%M:%S", "%Hh%M", "%Hh"],
            error_messages={
                "required": "Indiquez une heure.",
                "invalid": "Écrivez une heure comme 9:30.",
            },
            **kwargs,
        )


def clock_text(seconds: int) -> str:
    """Return what a field of an hour is filled with."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}"


def choice_field(choices: Any, label: str, **kwargs: Any) -> forms.ChoiceField:
    """Return a field with one button a choice."""
    return forms.ChoiceField(
        choices=choices,
        label=label,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez une réponse.",
            "invalid_choice": "Choisissez une des réponses.",
        },
        **kwargs,
    )


def first_errors(form: forms.Form) -> Mapping[str, str]:
    """Return the first error of each field, for a summary."""
    return {name: str(errors[0]) for name, errors in form.errors.items()}
