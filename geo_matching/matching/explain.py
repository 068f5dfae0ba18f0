"""Says in plain French why an offer stands where it stands."""

from collections.abc import Mapping, Sequence

from geo_matching.common.text import NARROW_SPACE
from geo_matching.matching.figures import CommuteFigures

# A rule of quality is worth a word when the offer has most of its points; two words are enough.
WORTH_SAYING = 0.75
MOST_PARTS = 2
# Rules that another reason tells better.
TOLD_ELSEWHERE = {"capacity"}


def commute_reason(minutes: int, rides: int) -> str:
    """Return "32 min, 1 correspondance"; `rides` counts vehicles, 0 = on foot all the way."""
    time = f"{minutes}{NARROW_SPACE}min"
    if rides == 0:
        return f"{time} à pied"
    if rides == 1:
        return f"{time}, sans correspondance"
    changes = rides - 1
    return f"{time}, {changes} correspondance{'s' if changes > 1 else ''}"


def quality_reasons(parts: Sequence[Mapping]) -> list[str]:
    """Return the labels of the parts of the score that weigh most, among those the offer fulfils.

    Parameters
    ----------
    parts : sequence of {"rule", "label", "points", "out_of"}
    """
    good = [
        part
        for part in parts
        if part["points"] >= WORTH_SAYING * part["out_of"] > 0
        and part["rule"] not in TOLD_ELSEWHERE
    ]
    good.sort(key=lambda part: (-part["points"], part["rule"]))
    return [_lower_first(str(part["label"])) for part in good[:MOST_PARTS]]


def capacity_reason(capacity: int) -> str:
    return f"accueille {capacity} élève{'s' if capacity > 1 else ''}"


def rank_reasons(
    figures: CommuteFigures, parts: Sequence[Mapping], capacity: int, wished_sector: str = ""
) -> list[str]:
    """Return the reasons of a rank, weightiest first.

    Parameters
    ----------
    wished_sector : str
        Name of the offer's sector when the pupil wished for it, else "".
    """
    reasons = [commute_reason(figures.minutes, figures.rides)]
    if wished_sector:
        reasons.append(f"dans un domaine que tu as choisi{NARROW_SPACE}: {wished_sector}")
    reasons += quality_reasons(parts)
    if capacity > 0:
        reasons.append(capacity_reason(capacity))
    return reasons


def _lower_first(label: str) -> str:
    # "CV" or "IUT" keep their capitals.
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
