"""The questions after a stage, as a form."""

from typing import Any

from django import forms

from geo_matching.applications.feedback.questions import STARS, Kind, Question
from geo_matching.applications.page_forms import PageForm

_YES_NO = (("yes", "Oui"), ("no", "Non"))
MOST_WORDS = 600


class Radios(forms.RadioSelect):
    """Radio buttons as the design system draws them, in a group that says its question."""

    template_name = "feedback/radios.html"
    option_template_name = "feedback/radio_option.html"

    def __init__(self, legend: str) -> None:
        super().__init__()
        self.legend = legend

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["legend"] = self.legend
        return context


class FeedbackForm(PageForm):
    def __init__(self, questions: tuple[Question, ...], *args: Any, is_pupil: bool) -> None:
        super().__init__(*args)
        self._questions = questions
        missing = "Choisis une réponse." if is_pupil else "Choisissez une réponse."
        for one in questions:
            choices: Any = STARS if one.kind == Kind.STARS else _YES_NO
            self.fields[one.name] = forms.ChoiceField(
                label=one.text,
                choices=choices,
                widget=Radios(one.text),
                error_messages={"required": missing},
            )
        who = "l'équipe du site, et par la structure quand au moins trois avis sont réunis"
        # Words may still give somebody away: better said before than found out.
        guess = (
            " N'écris aucun nom, ni rien que toi seul ou toi seule peux savoir."
            if is_pupil
            else " N'écrivez aucun nom."
        )
        self.fields["comment"] = forms.CharField(
            label="Un mot à ajouter\u202f? (facultatif)",
            help_text=f"Lu seulement par {who}.{guess}",
            required=False,
            max_length=MOST_WORDS,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def answers(self) -> dict[str, int | bool]:
        """Return name -> stars 1 to 5, or true and false."""
        return {
            one.name: int(self.cleaned_data[one.name])
            if one.kind == Kind.STARS
            else self.cleaned_data[one.name] == "yes"
            for one in self._questions
        }
