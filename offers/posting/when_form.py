"""Step 2: when, how many, and for whom."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from offers.coming import coming_week
from offers.hours import DAYS
from offers.models import Audience, Offer
from offers.posting.fields import Clock, PostingForm, Text, choice_field
from offers.posting.week_days import DayFields, read_days
from offers.sources.partner_fields import MOST_SEATS
from offers.weeks import format_week, parse_week, week_in_words, week_of, weeks_to_offer
from qpv_data.models import College

SAME, BY_DAY, BY_PLACE = "same", "days", "places"
WORK_DAYS = DAYS[:6]
ALONE, TOGETHER = "alone", "group"
_UAI = 8
_FARTHEST = dt.timedelta(weeks=110)


class WeeksField(forms.MultipleChoiceField):
    """Weeks as 2026-W48; those that went by since they were ticked are left out."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value: Any) -> list[str]:
        this_week = week_of(timezone.localdate())
        return [text for text in super().to_python(value) if _week(text, this_week) >= this_week]

    def valid_value(self, value: str) -> bool:
        latest = week_of(timezone.localdate() + _FARTHEST)
        return _week(value, latest + 1) <= latest

    def show(self, chosen: Iterable[str]) -> None:
        """Offer the weeks of a year, and those that are chosen already."""
        today = timezone.localdate()
        known = {_week(text, 0) for text in chosen}
        # Nobody may apply for a week that has begun: it is shown where it was ticked before.
        coming = {week for week in weeks_to_offer(today) if week >= coming_week(today)}
        weeks = coming | {week for week in known if week >= week_of(today)}
        self.choices = [(format_week(week), week_in_words(week)) for week in sorted(weeks)]


def _week(text: str, otherwise: int) -> int:
    try:
        return parse_week(text)
    except ValueError:
        return otherwise


class WhenForm(PostingForm):
    """`cleaned_data` gains `daily_hours`, `places` (by day) and `colleges`."""

    weeks = WeeksField(
        label="Quelles semaines\u202f?",
        required=False,
        help_text="Rien de coché\u202f: à convenir, toute l'année.",
        error_messages={"invalid_choice": "Cette semaine n'est pas proposée."},
    )
    rhythm = choice_field(
        [
            (SAME, "Les mêmes horaires chaque jour"),
            (BY_DAY, "Des horaires différents selon les jours"),
            (BY_PLACE, "Plusieurs structures se partagent la semaine, chacune chez elle"),
        ],
        "Quels horaires\u202f?",
    )
    days = forms.MultipleChoiceField(
        label="Quels jours\u202f?",
        required=False,
        choices=[(day, day) for day in WORK_DAYS],
        widget=forms.CheckboxSelectMultiple,
    )
    start = Clock(label="Début de la journée", required=False)
    end = Clock(label="Fin de la journée", required=False)
    lunch_break = Text(
        200,
        label="Où et comment l'élève déjeune",
        required=False,
        help_text="Cantine, salle avec micro-ondes, retour chez lui…",
    )
    capacity = forms.IntegerField(
        label="Nombre de places en tout",
        min_value=1,
        max_value=MOST_SEATS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Indiquez un nombre de places.",
            "invalid": "Écrivez un nombre entier.",
            "min_value": "Il faut au moins une place.",
            "max_value": f"{MOST_SEATS} places au plus.",
        },
    )
    reception = choice_field(
        [(ALONE, "Un par un"), (TOGETHER, "En groupe")], "Comment accueillez-vous les élèves\u202f?"
    )
    group_size = forms.IntegerField(
        label="Taille du groupe",
        required=False,
        min_value=2,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Écrivez un nombre entier.",
            "min_value": "Un groupe a au moins deux élèves.",
        },
    )
    audience = choice_field(Audience.choices, "Pour quels élèves\u202f?")
    reserved = Text(
        2000,
        rows=2,
        label="Collèges choisis",
        required=False,
        help_text="Leur code UAI (comme 0382032C), un par ligne.",
    )

    def __init__(self, *args: Any, offer: Offer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        chosen = self["weeks"].value() or []
        weeks: Any = self.fields["weeks"]
        weeks.show(chosen)
        self.day_fields = DayFields(self, WORK_DAYS)

    def clean_weeks(self) -> list[int]:
        weeks = {parse_week(text) for text in self.cleaned_data["weeks"]}
        if self.offer is not None:
            # What lies behind is not asked for again, and stays told.
            this_week = week_of(timezone.localdate())
            weeks |= {week for week in self.offer.weeks if week < this_week}
        return sorted(weeks)

    def clean_capacity(self) -> int:
        capacity = int(self.cleaned_data["capacity"])
        taken = self.offer.seats_taken if self.offer else 0
        if capacity < taken:
            raise forms.ValidationError(f"Déjà {taken} places prises\u202f: gardez-en autant.")
        return capacity

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["daily_hours"], cleaned["places"] = read_days(self, cleaned.get("rhythm", ""))
        cleaned["group_size"] = self._group_size(cleaned)
        cleaned["colleges"] = self._colleges(cleaned)
        return cleaned

    def _group_size(self, cleaned: dict[str, Any]) -> int:
        if cleaned.get("reception") != TOGETHER:
            return 1
        size, capacity = cleaned.get("group_size"), cleaned.get("capacity")
        if size is None and "group_size" not in self.errors:
            self.add_error("group_size", "Indiquez combien d'élèves viennent ensemble.")
        elif size and capacity and size > capacity:
            self.add_error("group_size", f"Le groupe ne tient pas dans {capacity} places.")
        return int(size or 1)

    def _colleges(self, cleaned: dict[str, Any]) -> list[College]:
        if cleaned.get("audience") != Audience.COLLEGES:
            return []
        typed = cleaned.get("reserved", "").upper().replace(",", " ").split()
        codes = list(dict.fromkeys(word for word in typed if len(word) == _UAI))
        known = {c.uai: c for c in College.objects.open().filter(uai__in=codes)}
        wrong = [word for word in typed if word not in known]
        if wrong:
            self.add_error("reserved", f"Aucun collège n'a le code {wrong[0][:20]}.")
        elif not known:
            self.add_error("reserved", "Choisissez au moins un collège.")
        return [known[code] for code in codes if code in known]
