"""The questions after a stage, five to the pupil, four to the teacher, and their worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    STARS = "stars"  # 1 to 5
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    text: str
    kind: Kind = Kind.YES_NO

    def value(self, answer: int | bool) -> float:
        """Return what an answer is worth, 0 to 1."""
        return float(answer) if self.kind == Kind.YES_NO else (answer - 1) / 4


# In words as well: stars alone say little.
STARS = (
    (5, "5 étoiles\u202f: très bien"),
    (4, "4 étoiles\u202f: bien"),
    (3, "3 étoiles\u202f: moyen"),
    (2, "2 étoiles\u202f: pas très bien"),
    (1, "1 étoile\u202f: pas bien"),
)

PUPIL = (
    Question("welcome", "Comment as-tu été accueilli ou accueillie\u202f?", Kind.STARS),
    Question("discovery", "As-tu découvert un vrai métier\u202f?", Kind.STARS),
    Question("company", "Quelqu'un s'est-il occupé de toi chaque jour\u202f?"),
    Question("as_told", "Le stage ressemblait-il à l'annonce\u202f?"),
    Question("advise", "Conseillerais-tu ce stage à un ami ou une amie\u202f?"),
)
TEACHER = (
    Question("welcome", "La structure a-t-elle bien accueilli l'élève\u202f?", Kind.STARS),
    Question("supervision", "L'élève a-t-il été bien encadré\u202f?"),
    Question("as_told", "Le programme annoncé a-t-il été suivi\u202f?"),
    Question("again", "Enverriez-vous un autre élève dans cette structure\u202f?"),
)


def rating(questions: tuple[Question, ...], answers: Mapping[str, int | bool]) -> float:
    """Return the mean of the answers, 0 to 1.

    Raises
    ------
    KeyError
        When a question has no answer.
    """
    return sum(one.value(answers[one.name]) for one in questions) / len(questions)
