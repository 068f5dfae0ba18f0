"""What people say after a stage, and how the host answers, blended into the quality of an offer.

Each source moves the score of the content up or down, at most by its span, by how far its mean
lies from what is usual. The mean is shrunk towards the usual one while answers are few.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from offers.quality import QualityScore
from offers.quality_parts import QualityPart

LOWEST, HIGHEST = 0, 100
# Fewer people are not told of: a host knows its pupils, and would read one's answer in the points.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Source:
    """One source of opinion.

    Attributes
    ----------
    usual : float
        The mean (0 to 1) that is assumed before anybody has answered.
    weight : float
        How many answers that assumption counts as.
    span : int
        Points between an opinion of 0 and one of 1.
    fewest : int
        Values below which the source says nothing.
    """

    rule: str
    usual: float
    weight: float
    span: int
    fewest: int = 1

    def shift(self, count: int, total: float) -> int:
        """Return the points of `count` values (each 0 to 1) that add up to `total`."""
        mean = (self.usual * self.weight + total) / (self.weight + count)
        return round(self.span * (mean - self.usual))

    @property
    def most(self) -> int:
        """Points that only good values for ever come near to."""
        return round(self.span * (1 - self.usual))


# All weights stand here. Most answers are kind, so what is usual is high.
PUPILS = Source("pupils", usual=0.75, weight=8, span=40, fewest=FEWEST)
TEACHERS = Source("teachers", usual=0.75, weight=8, span=20, fewest=FEWEST)
ANSWERS = Source("answers", usual=0.8, weight=10, span=20)
DELAY = Source("delay", usual=0.5, weight=10, span=10)
RULES = frozenset(source.rule for source in (PUPILS, TEACHERS, ANSWERS, DELAY))

# An answer on the same day counts 1, after this many days (when applications expire) 0.
SLOWEST_DAYS = 15


@dataclass(frozen=True, slots=True)
class Feedback:
    """What is known of an offer (pupils, teachers) and of its host (answers).

    Attributes
    ----------
    pupils, teachers : int
        People who answered; `pupil_total` and `teacher_total` add up their ratings (0 to 1).
    due, given : int
        Applications that had to be answered, and were.
    days : float
        Sum of the days the given answers took.
    """

    pupils: int = 0
    pupil_total: float = 0.0
    teachers: int = 0
    teacher_total: float = 0.0
    due: int = 0
    given: int = 0
    days: float = 0.0


NONE = Feedback()


def blended(content: QualityScore, feedback: Feedback) -> QualityScore:
    """Return the quality of an offer: its content, moved by what people say.

    Without feedback, or with too little to be told, it is the content's score and parts. The score
    is always the sum of the points of its parts: where 0 or 100 is reached, the last parts are cut.

    Returns
    -------
    QualityScore
        The parts of the content, then one part for each source that has something to say.
    """
    score, parts = content.score, list(content.parts)
    for source, count, total, label, advice in _said(feedback):
        if count < source.fewest:
            continue
        moved = min(HIGHEST, max(LOWEST, score + source.shift(count, total)))
        parts.append(QualityPart(source.rule, label, moved - score, source.most, advice))
        score = moved
    return QualityScore(score, tuple(parts))


def content_of(score: int, parts: Sequence[Mapping[str, Any]]) -> QualityScore:
    """Return the content's own score of a stored quality: what feedback had moved is taken out."""
    own = [part for part in parts if part["rule"] not in RULES]
    moved = sum(part["points"] for part in parts if part["rule"] in RULES)
    return QualityScore(
        score - moved,
        tuple(
            QualityPart(
                part["rule"],
                part["label"],
                part["points"],
                part["out_of"],
                part.get("advice", ""),
            )
            for part in own
        ),
    )


def promptness(feedback: Feedback) -> float:
    """Return the sum over given answers of 1 (same day) down to 0 (SLOWEST_DAYS or more)."""
    late = min(feedback.days / SLOWEST_DAYS, feedback.given)
    return feedback.given - late


def _said(feedback: Feedback) -> list[tuple[Source, int, float, str, str]]:
    """Return source, number, total, label for pupils and advice for hosts of each source."""
    pupils, teachers, given = feedback.pupils, feedback.teachers, feedback.given
    answered = f"{given} sur {feedback.due}"
    by_teachers = f"Avis des enseignants sur cette offre ({teachers})"
    read = "Lisez les avis\u202f: ils disent ce qui a manqué."
    answer = "Répondez à chaque candidature, même par un refus."
    hurry = "Répondez en quelques jours\u202f: les élèves cherchent tous en même temps."
    return [
        (PUPILS, pupils, feedback.pupil_total, f"Avis des élèves sur cette offre ({pupils})", read),
        (TEACHERS, teachers, feedback.teacher_total, by_teachers, read),
        (ANSWERS, feedback.due, float(given), f"Réponses aux candidatures ({answered})", answer),
        (DELAY, given, promptness(feedback), f"Délai de réponse ({_days(feedback)})", hurry),
    ]


def _days(feedback: Feedback) -> str:
    mean = round(feedback.days / feedback.given) if feedback.given else 0
    if mean == 0:
        return "le jour même"
    return f"{mean} jour{'s' if mean > 1 else ''}"
