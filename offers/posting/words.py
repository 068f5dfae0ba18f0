"""A checked draft in words, for the last look before it is published."""

from geo_matching.common.text import NARROW_SPACE
from offers.hours import days_in_words, times_in_words
from offers.models import Audience
from offers.posting.drafts import Checked
from offers.posting.week_days import DayPlace
from offers.sectors import SECTORS
from offers.weeks import weeks_in_words

_NOT_TOLD = "non précisé"


def told_draft(checked: Checked) -> dict[str, list[tuple[str, str]]]:
    """Return, by slug of the step, label and words of each field; only for drafts without fault."""
    return {"lieu": _where(checked), "dates": _when(checked), "contenu": _content(checked)}


def _where(checked: Checked) -> list[tuple[str, str]]:
    told = checked.where.cleaned_data
    return [
        ("Structure", told["name"]),
        ("SIRET", told["siret"] or _NOT_TOLD),
        ("Genre", "service public" if told["is_public"] == "1" else "entreprise ou association"),
        ("Présentation", told["description"] or _NOT_TOLD),
        ("Site web", told["website"] or _NOT_TOLD),
        ("Adresse du siège", told["office_address"] or _NOT_TOLD),
        ("Lieu du stage", f"{told['street']}, {told['postcode']} {told['city']}"),
    ]


def _when(checked: Checked) -> list[tuple[str, str]]:
    told = checked.when.cleaned_data
    size = told["group_size"]
    audience = Audience(told["audience"]).label
    if told["colleges"]:
        audience = ", ".join(college.name for college in told["colleges"])
    places: dict[str, DayPlace] = told["places"]
    rows = [
        ("Semaines", weeks_in_words(told["weeks"])),
        ("Horaires", _hours(checked.daily_hours)),
        ("Déjeuner", told["lunch_break"] or _NOT_TOLD),
        ("Places", str(told["capacity"])),
        ("Accueil", f"en groupe de {size}" if size > 1 else "un par un"),
        ("Public", audience),
    ]
    rows += [
        (day.capitalize(), f"{own.host}, {own.place.street}, {own.place.postcode} {own.place.city}")
        for day, own in places.items()
    ]
    return rows


def _hours(daily: dict[str, list[str]]) -> str:
    texts = {day: times_in_words(times) for day, times in daily.items()}
    return "\n".join(f"{days}{NARROW_SPACE}: {text}" for days, text in days_in_words(texts))


def _content(checked: Checked) -> list[tuple[str, str]]:
    told = checked.content.cleaned_data
    tutor = ", ".join(text for text in (told["tutor_name"], told["tutor_trade"]) if text)
    rows = [
        ("Titre", told["title"]),
        ("Domaine", SECTORS[told["sector"]].name),
        ("Description", told["description"]),
    ]
    rows += [(day.capitalize(), text) for day, text in told["programme"].items()]
    return [
        *rows,
        ("Tuteur ou tutrice", tutor or _NOT_TOLD),
        ("Métiers rencontrés", told["jobs"] or _NOT_TOLD),
        ("Accessible en fauteuil", "oui" if told["accessible"] else "non"),
        ("Précisions sur l'accès", told["accessibility"] or _NOT_TOLD),
        ("À apporter", told["to_bring"] or _NOT_TOLD),
    ]
