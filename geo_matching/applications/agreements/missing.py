"""What an agreement still needs before it can be signed, in words."""

from collections.abc import Mapping, Sequence
from typing import Protocol

# A stage of 3e lasts these days; a day without hours is a day off that somebody said.
SCHOOL_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")


class Parts(Protocol):
    """The fields looked at."""

    host_name: str
    host_signatory: str
    place: str
    tutor_name: str
    daily_hours: Mapping[str, Sequence[str]]
    lunch: str
    activities: str
    school_name: str
    school_address: str
    teacher_name: str
    insurance: str


_HOST = (
    ("host_name", "le nom de la structure"),
    ("host_signatory", "le nom de la personne qui signe pour la structure"),
    ("place", "l'adresse du stage"),
    ("tutor_name", "le nom du tuteur ou de la tutrice"),
    ("lunch", "ce qui est prévu pour le déjeuner"),
    ("activities", "les activités prévues"),
)
_SCHOOL = (
    ("school_name", "le nom du collège"),
    ("school_address", "l'adresse du collège"),
    ("teacher_name", "le nom de l'enseignant référent"),
    ("insurance", "l'assurance de l'élève"),
)


def missing_of_host(agreement: Parts) -> list[str]:
    """Return sentences such as "Il manque les horaires du mercredi."; none when all is there."""
    return [*_missing_texts(agreement, _HOST), *_missing_hours(agreement.daily_hours)]


def missing_of_school(agreement: Parts) -> list[str]:
    return _missing_texts(agreement, _SCHOOL)


def _missing_texts(agreement: Parts, fields: Sequence[tuple[str, str]]) -> list[str]:
    return [f"Il manque {words}." for name, words in fields if not getattr(agreement, name).strip()]


def _missing_hours(daily_hours: Mapping[str, Sequence[str]]) -> list[str]:
    unknown = [day for day in SCHOOL_DAYS if day not in daily_hours]
    if unknown:
        days = [f"du {day}" for day in unknown]
        listed = " et ".join(filter(None, (", ".join(days[:-1]), days[-1])))
        return [f"Il manque les horaires {listed}."]
    if not any(daily_hours.values()):
        return ["Il faut au moins un jour de stage."]
    return []
