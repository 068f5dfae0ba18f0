"""The forms of applications, their errors in plain French."""

from collections.abc import Sequence
from typing import Any

from django import forms

from geo_matching.applications.applying import Letter, Representative
from geo_matching.applications.models import LegalRepresentative
from geo_matching.applications.models.message import LONGEST
from geo_matching.applications.sentences import REFUSALS
from geo_matching.schools.models import Student
from offers.weeks import week_in_words

_BAD_EMAIL = "Écris une adresse complète, comme nom@exemple.fr."
_phone = forms.RegexField(
    r"^\+?[0-9][0-9 .-]{7,18}$",
    required=False,
    strip=True,
    error_messages={"invalid": "Écris un numéro de téléphone, comme 06 12 34 56 78."},
)


class ApplyForm(forms.Form):
    """What a pupil writes; the representative is asked for here and nowhere else."""

    week = forms.TypedChoiceField(
        coerce=int,
        error_messages={
            "required": "Choisis une semaine.",
            "invalid_choice": "Choisis une semaine de la liste.",
        },
    )
    motivation = forms.CharField(
        min_length=50,
        max_length=1500,
        widget=forms.Textarea,
        error_messages={
            "required": "Écris quelques phrases\u202f: la structure ne te connaît pas encore.",
            "min_length": "Encore un peu\u202f: écris au moins deux ou trois phrases.",
            "max_length": "C'est un peu long\u202f: 1\u202f500 signes au plus.",
        },
    )
    email = forms.EmailField(required=False, error_messages={"invalid": _BAD_EMAIL})
    phone = _phone
    representative_name = forms.CharField(
        max_length=120,
        error_messages={
            "required": "Écris le nom de ton père, de ta mère ou de ton responsable légal.",
            "max_length": "Ce nom est trop long.",
        },
    )
    representative_email = forms.EmailField(required=False, error_messages={"invalid": _BAD_EMAIL})
    representative_phone = forms.RegexField(
        _phone.regex, required=False, error_messages=_phone.error_messages
    )

    def __init__(self, *args: Any, weeks: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(week), week_in_words(week)) for week in weeks]
        self.fields["week"].choices = choices  # type: ignore[attr-defined]
        self.weeks = choices

    @staticmethod
    def initial_of(
        student: Student, known: LegalRepresentative | None, weeks: Sequence[int]
    ) -> dict[str, str]:
        """Return what is known already: nobody types it twice."""
        initial = {"email": student.user.email, "week": str(weeks[0]) if len(weeks) == 1 else ""}
        if known is not None:
            initial["representative_name"] = known.name
            initial["representative_email"] = known.email
            initial["representative_phone"] = known.phone
        return initial

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wrong = {"representative_email", "representative_phone"} & set(self.errors)
        if not wrong and not data["representative_email"] and not data["representative_phone"]:
            self.add_error(
                "representative_email", "Donne une adresse électronique ou un numéro de téléphone."
            )
        return data

    def letter(self) -> Letter:
        data = self.cleaned_data
        return Letter(data["week"], data["motivation"], data["email"], data["phone"])

    def representative(self) -> Representative:
        data = self.cleaned_data
        return Representative(
            data["representative_name"], data["representative_email"], data["representative_phone"]
        )


class AnswerForm(forms.Form):
    """A host's words: its own, or a ready-made sentence."""

    sentence = forms.ChoiceField(
        required=False,
        choices=[("", "")] + [(text, text) for text in REFUSALS],
        error_messages={"invalid_choice": "Choisissez une phrase de la liste."},
    )
    message = forms.CharField(
        required=False,
        max_length=1000,
        error_messages={"max_length": "Ce message est trop long\u202f: 1\u202f000 signes au plus."},
    )

    def words(self, verb: str) -> str:
        """Return what the pupil reads; the ready-made words of a refusal go with nothing else."""
        data = self.cleaned_data
        sentence = data["sentence"] if verb in {"reject", "cancel"} else ""
        return "\n\n".join(text for text in (sentence, data["message"].strip()) if text)


class MessageForm(forms.Form):
    message = forms.CharField(
        max_length=LONGEST,
        error_messages={
            "required": "Écrivez votre message.",
            "max_length": "Ce message est trop long\u202f: 1\u202f200 signes au plus.",
        },
    )


class PupilMessageForm(MessageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message"].error_messages["required"] = "Écris ton message."


class TransferForm(forms.Form):
    email = forms.EmailField(
        error_messages={
            "required": "Écrivez l'adresse électronique de votre collègue.",
            "invalid": "Écrivez une adresse complète, comme nom@exemple.fr.",
        }
    )
