"""Which level of each rule an offer reaches, read from its fields and from its words."""

from geo_matching.common.text import normalise
from offers.quality_parts import OfferContent
from offers.quality_text import (
    bringing_told,
    concrete_verbs,
    days_told,
    distinct_words,
    entrance_told,
    names_supervisor,
    names_supervisor_role,
    steps_told,
    trades_told,
    without_contact,
)


def _reached(value: float, *thresholds: float) -> int:
    """Return how many of these ascending thresholds the value reaches."""
    return sum(value >= threshold for threshold in thresholds)


def _says(text: str) -> bool:
    """A dash or a number alone says nothing."""
    return any(char.isalpha() for char in text)


def told(content: OfferContent) -> str:
    """Return the description with the programme's days below it, as a partner would write them.

    So an offer is worth the same whether its days stand in fields of their own or in its text.
    """
    days = [f"{day}\u202f: {text}" for day, text in content.programme.items() if text.strip()]
    return "\n".join([content.description, *days])


def programme(content: OfferContent) -> int:
    text = without_contact(told(content))
    days = days_told(text)
    if days >= 2:  # noqa: PLR2004 - two days: a beginning; four: the week
        return 3 if days >= 4 else 2  # noqa: PLR2004
    return 1 if steps_told(text) >= 3 else 0  # noqa: PLR2004


def detail(content: OfferContent) -> int:
    return _reached(distinct_words(without_contact(told(content))), 15, 30, 50)


def self_contained(content: OfferContent) -> int:
    return _reached(distinct_words(without_contact(told(content))), 8)


def actions(content: OfferContent) -> int:
    return _reached(concrete_verbs(without_contact(told(content))), 1, 2, 4)


def tutor(content: OfferContent) -> int:
    text = told(content)
    if _says(content.tutor_trade) or names_supervisor_role(text):
        return 2
    return 1 if _says(content.tutor_name) or names_supervisor(text) else 0


def hours(content: OfferContent) -> int:
    return _reached(len(content.daily_hours), 1, 4)


def lunch(content: OfferContent) -> int:
    words = normalise(f"{content.lunch_break} {told(content)}").split()
    if _says(content.lunch_break):
        return 1
    return int(any(word in {"dejeuner", "repas", "cantine", "midi"} for word in words))


def weeks(content: OfferContent) -> int:
    return _reached(len(content.weeks), 1, 2)


def jobs(content: OfferContent) -> int:
    return int(_says(content.jobs) or trades_told(told(content)) >= 2)  # noqa: PLR2004 - two trades


def to_bring(content: OfferContent) -> int:
    return int(_says(content.to_bring) or bringing_told(told(content)))


def accessible(content: OfferContent) -> int:
    if content.accessible:
        return 2
    return int(_says(content.accessibility) or entrance_told(told(content)))


def capacity(content: OfferContent) -> int:
    return _reached(content.capacity, 2)


def employer(content: OfferContent) -> int:
    return _reached(distinct_words(content.employer_description), 6, 15)
