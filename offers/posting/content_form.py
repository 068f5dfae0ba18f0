"""Step 3: what the pupil will do, with whom, and what to know before coming."""

from django import forms

from offers.posting.fields import PostingForm, Text
from offers.posting.when_form import WORK_DAYS
from offers.sectors import SECTORS


class ContentForm(PostingForm):
    """`cleaned_data` gains `programme`, the days that say something."""

    title = Text(150, label="Titre de l'offre", help_text="Un métier ou une activité, en clair.")
    description = Text(
        1500,
        rows=6,
        label="Description",
        help_text="Parlez à l'élève\u202f: ce qu'il verra, ce qu'il fera de ses mains.",
    )
    sector = forms.ChoiceField(
        label="Domaine",
        choices=[("", "Choisir un domaine"), *((s.code, s.name) for s in SECTORS.values())],
        error_messages={
            "required": "Choisissez un domaine.",
            "invalid_choice": "Choisissez un domaine de la liste.",
        },
    )
    tutor_name = Text(120, label="Nom du tuteur ou de la tutrice", required=False)
    tutor_trade = Text(
        120, label="Son métier", required=False, help_text="Technicienne, gérant, infirmier…"
    )
    jobs = Text(
        400,
        label="Métiers que l'élève rencontrera",
        required=False,
        help_text="Séparés par des virgules.",
    )
    accessible = forms.BooleanField(
        label="Les locaux sont accessibles en fauteuil roulant", required=False
    )
    accessibility = Text(
        400,
        rows=2,
        label="Précisions sur l'accès",
        required=False,
        help_text="Marches, ascenseur, bruit, lumière\u202f: ce qu'il faut savoir avant de venir.",
    )
    to_bring = Text(
        300,
        label="À apporter",
        required=False,
        help_text="Tenue, chaussures, carnet… ou rien.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for day in WORK_DAYS:
            field = Text(500, rows=2, label=day.capitalize(), required=False)
            field.widget.attrs["class"] = "fr-input"
            self.fields[f"programme_{day}"] = field

    @property
    def programme_fields(self) -> list[forms.BoundField]:
        return [self[f"programme_{day}"] for day in WORK_DAYS]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        told = {day: cleaned.get(f"programme_{day}", "") for day in WORK_DAYS}
        cleaned["programme"] = {day: text for day, text in told.items() if text}
        return cleaned
