"""How much an offer tells and gives, from 0 to 100, by named rules that a host can act on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from offers.quality_parts import OfferContent, QualityPart
from offers.quality_rules import RULES

__all__ = ["RULES", "OfferContent", "QualityPart", "QualityScore", "next_advice", "score_offer"]


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


def next_advice(parts: Iterable[Mapping[str, Any]]) -> str:
    """Return what to add next to an offer whose parts are kept; "" where nothing is missing."""
    kept = {part["rule"]: part for part in parts}
    lacking = [rule for rule in RULES if rule.name in kept]
    lacking.sort(key=lambda rule: kept[rule.name]["points"] - rule.out_of)
    for rule in lacking[:1]:
        for level in rule.levels:
            if level.points == kept[rule.name]["points"]:
                return level.advice
    return ""
