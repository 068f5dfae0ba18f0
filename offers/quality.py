"""How much an offer tells and gives, from 0 to 100, by named rules that a host can act on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from offers.quality_parts import OfferContent, QualityPart
from offers.quality_rules import RULES

__all__ = [
    "RULES",
    "NextAdvice",
    "OfferContent",
    "QualityPart",
    "QualityScore",
    "next_advice",
    "score_offer",
]


@dataclass(frozen=True, slots=True)
class QualityScore:
    """The sum of the parts, 0 to 100."""

    score: int
    parts: tuple[QualityPart, ...]

    @property
    def next_part(self) -> QualityPart | None:
        """The part worth working on next: where most points are missing; None at 100."""
        part = max(self.parts, key=lambda part: part.missing)
        return part if part.missing else None

    def parts_json(self) -> list[dict[str, Any]]:
        """Return the parts as `Offer.quality_parts` keeps them."""
        return [
            {"rule": p.rule, "label": p.label, "points": p.points, "out_of": p.out_of}
            for p in self.parts
        ]


def score_offer(content: OfferContent) -> QualityScore:
    """Score an offer.

    Returns
    -------
    QualityScore
        One part a rule, in the order of RULES; the score is the sum of their points.
    """
    parts = tuple(rule.part(content) for rule in RULES)
    return QualityScore(sum(part.points for part in parts), parts)


class NextAdvice(NamedTuple):
    """What to add next, by which rule, and the points it may bring."""

    rule: str
    advice: str
    points: int


def next_advice(parts: Iterable[Mapping[str, Any]]) -> NextAdvice | None:
    """Return the advice worth the most points to an offer with these parts; None without any."""
    rules = {rule.name: rule for rule in RULES}
    best = None
    for part in parts:
        rule, left = rules.get(part["rule"]), part["out_of"] - part["points"]
        if rule is None or left <= 0 or (best is not None and left <= best.points):
            continue
        level = next((one for one in rule.levels if one.points == part["points"]), None)
        if level is not None and level.advice:
            best = NextAdvice(rule.name, level.advice, left)
    return best
