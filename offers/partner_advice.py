"""What an offer should add next: the advice of the rule that has the most points left."""

from typing import NamedTuple

from offers.models import Offer
from offers.quality import RULES


class NextAdvice(NamedTuple):
    rule: str
    advice: str
    points: int


def next_advice(offer: Offer) -> NextAdvice | None:
    """Return the advice worth the most points, None when there is nothing to add."""
    rules = {rule.name: rule for rule in RULES}
    best = None
    for part in offer.quality_parts:
        rule, left = rules.get(part["rule"]), part["out_of"] - part["points"]
        if rule is None or left <= 0 or (best is not None and left <= best.points):
            continue
        level = next((one for one in rule.levels if one.points == part["points"]), None)
        if level is not None and level.advice:
            best = NextAdvice(rule.name, level.advice, left)
    return best
