"""What counts in a rank, and how much: the one place where the weights stand."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of the score; `wishes` counts only when the pupil named sectors.

    Attributes
    ----------
    commute, quality, wishes : float
        Relative weights, divided by the sum of those in use.
    half_commute_s : float
        Mean commute in seconds that is worth half of none at all.
    steepness : float
        How sharply the worth falls around `half_commute_s`.
    """

    commute: float = 0.6
    quality: float = 0.4
    wishes: float = 0.3
    half_commute_s: float = 40 * 60.0
    steepness: float = 2.5


DEFAULT_WEIGHTS = Weights()


class Sort:
    """Orders that a person may ask for, by their names in the web API."""

    FOR_ME = "pour-moi"
    COMMUTE = "trajet"
    QUALITY = "qualite"
    ALL = (FOR_ME, COMMUTE, QUALITY)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person asks of offers; None or empty = no condition.

    Attributes
    ----------
    max_minutes : int or None
        Bound on the longer of the two ways, in whole minutes rounded up.
    sectors, wishes : frozenset of str
        Sector codes: `sectors` hides the others, `wishes` lifts these and hides none.
    weeks : frozenset of int
        ISO weeks as year * 100 + week; an offer fits when it takes pupils in one of them that has
        not begun.
    min_quality : int
        0 to 100.
    """

    max_minutes: int | None = None
    sectors: frozenset[str] = field(default_factory=frozenset)
    weeks: frozenset[int] = field(default_factory=frozenset)
    min_quality: int = 0
    wishes: frozenset[str] = field(default_factory=frozenset)
    sort: str = Sort.FOR_ME
