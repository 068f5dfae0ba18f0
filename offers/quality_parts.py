"""What a quality score is made of: the content it looks at, rules, their levels, and parts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OfferContent:
    """What the score looks at; nothing of it says who the host is or where."""

    description: str
    employer_description: str = ""
    daily_hours: Mapping[str, Sequence[str]] = field(default_factory=dict)
    lunch_break: str = ""
    weeks: Sequence[int] = ()
    capacity: int = 1
    accessible: bool = False
    # Fields that a form asks for; a partner's text may tell the same in its description.
    programme: Mapping[str, str] = field(default_factory=dict)
    tutor_name: str = ""
    tutor_trade: str = ""
    jobs: str = ""
    to_bring: str = ""
    accessibility: str = ""


@dataclass(frozen=True, slots=True)
class QualityPart:
    """What one rule found: points of `out_of`; in French what the offer has, and what to add."""

    rule: str
    label: str
    points: int
    out_of: int
    advice: str

    @property
    def missing(self) -> int:
        return self.out_of - self.points


@dataclass(frozen=True, slots=True)
class Level:
    """One state of a rule: its points, how a pupil reads it, and what the host should add."""

    points: int
    label: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its levels from worst to best, and the function that picks one of them."""

    name: str
    levels: tuple[Level, ...]
    pick: Callable[[OfferContent], int]

    @property
    def out_of(self) -> int:
        return self.levels[-1].points

    def part(self, content: OfferContent) -> QualityPart:
        level = self.levels[self.pick(content)]
        return QualityPart(self.name, level.label, level.points, self.out_of, level.advice)
