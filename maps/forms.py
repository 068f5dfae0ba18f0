"""The questions that the teacher's page asks, with their errors in words."""

from django import forms

from maps.weeks import offered_weeks
from offers.weeks import parse_week
from qpv_data.models import College

DEFAULT_MINUTES = 45


class GroupForm(forms.Form):
    """Which collège, which week, how many pupils, how far; `plan` is what it asks."""

    college = forms.CharField(
        error_messages={"required": "Choisissez un collège dans la liste."}, max_length=8
    )
    week = forms.ChoiceField(
        error_messages={
            "required": "Choisissez une semaine.",
            "invalid_choice": "Choisissez une semaine de la liste.",
        }
    )
    size = forms.IntegerField(
        min_value=2,
        max_value=60,
        error_messages={
            "required": "Donnez le nombre d'élèves.",
            "invalid": "Donnez le nombre d'élèves en chiffres.",
            "min_value": "Un groupe compte au moins 2 élèves.",
            "max_value": "Un groupe compte au plus 60 élèves.",
        },
    )
    max_minutes = forms.IntegerField(
        min_value=15,
        max_value=90,
        error_messages={
            "required": "Donnez la durée du trajet.",
            "invalid": "Donnez la durée du trajet en minutes.",
            "min_value": "Le trajet va de 15 à 90 minutes.",
            "max_value": "Le trajet va de 15 à 90 minutes.",
        },
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        offered = offered_weeks()
        self.weeks, self.over = offered.choices, offered.over
        self.fields["week"].choices = [(week.value, week.label) for week in self.weeks]  # type: ignore[attr-defined]

    def clean_college(self) -> College:
        college = (
            College.objects.filter(uai=self.cleaned_data["college"].upper())
            .select_related("commune")
            .first()
        )
        if college is None:
            raise forms.ValidationError("Ce collège n'existe pas. Choisissez-en un dans la liste.")
        return college

    def clean_week(self) -> int:
        return parse_week(self.cleaned_data["week"])
