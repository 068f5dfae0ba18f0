"""Where a pupil stands, in words for its teacher, and the one thing to do next."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from geo_matching.applications.deadlines import REMINDER_AFTER_DAYS, due_after
from geo_matching.applications.states import State
from geo_matching.common.weeks import MONTHS, day_number, week_in_words

# Two weeks are what a host has: beyond that a second application is worth more than patience.
_LONG_WAIT_DAYS = 10


class Group(StrEnum):
    """The three figures above the table; every pupil is in the first that fits."""

    PLACED = "places"
    WAITING = "attente"
    BLOCKED = "bloques"


# One pupil, several pupils.
GROUP_WORDS = {
    Group.PLACED: ("placé", "placés"),
    Group.WAITING: ("en attente", "en attente"),
    Group.BLOCKED: ("bloqué", "bloqués"),
}


@dataclass(frozen=True, slots=True)
class Agreed:
    """An application that the host accepted, confirmed since or not yet."""

    state: str
    host: str
    week: int
    changed_at: dt.datetime
    agreement: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What a pupil sent: how many in all, how many wait for an answer, the oldest of these."""

    total: int
    waiting: int = 0
    waits_since: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a pupil in words, and one next action."""

    words: str
    action: str
    needs_code: bool = False
    # Key of the agreement to follow.
    agreement: int | None = None


def standing_of(
    sent: Sent, agreed: Sequence[Agreed], *, kept: int, has_password: bool, now: dt.datetime
) -> Standing:
    """Say where a pupil stands by its applications, the offers it has kept, and its account.

    Parameters
    ----------
    agreed
        Those of its applications that were accepted, confirmed ones among them.
    kept
        Number of offers marked as favourites.
    has_password
        False until its first sign-in.
    now
        With a time zone: days are counted there.
    """
    for stage in agreed:
        if stage.state == State.CONFIRMED:
            words = f"Stage confirmé\u202f: {stage.host}, {week_in_words(stage.week)}"
            return Standing(words, "Suivre la convention", agreement=stage.agreement)
    if agreed:
        return _to_confirm(agreed, now)
    if sent.waits_since:
        return _waiting(sent.waiting, sent.waits_since, now)
    if sent.total:
        ended = _counted(sent.total, "candidature, sans suite", "candidatures, sans suite")
        return Standing(ended, "L'aider à candidater ailleurs")
    return _nothing_sent(kept, has_password=has_password)


def _to_confirm(accepted: Sequence[Agreed], now: dt.datetime) -> Standing:
    due = {
        one: due_after(one.state, one.week, one.changed_at) or one.changed_at for one in accepted
    }
    first = min(accepted, key=lambda one: due[one])
    words = f"Doit confirmer avant le {_day(due[first].astimezone(now.tzinfo))}\u202f: {first.host}"
    return Standing(words, "Lui rappeler de confirmer")


def _waiting(number: int, first: dt.datetime, now: dt.datetime) -> Standing:
    days = (now.date() - first.astimezone(now.tzinfo).date()).days
    since = {0: "aujourd'hui", 1: "hier"}.get(days, f"{days} jours")
    count = f" ({number} candidatures)" if number > 1 else ""
    if days >= _LONG_WAIT_DAYS:
        action = "L'aider à candidater aussi ailleurs"
    elif days >= REMINDER_AFTER_DAYS:
        action = "L'inviter à relancer la structure"
    else:
        action = "Rien à faire pour l'instant"
    return Standing(f"Attend la réponse depuis {since}{count}", action)


def _nothing_sent(kept: int, *, has_password: bool) -> Standing:
    if kept:
        chosen = _counted(kept, "offre, pas encore envoyée", "offres, aucune envoyée")
        return Standing(f"A choisi {chosen}", "L'aider à envoyer une candidature")
    if has_password:
        return Standing("N'a encore rien choisi", "L'aider à chercher un stage")
    words = "N'a pas encore ouvert son compte"
    return Standing(words, "Lui donner sa feuille de code", needs_code=True)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _day(moment: dt.datetime) -> str:
    return f"{day_number(moment)} {MONTHS[moment.month - 1]}"
