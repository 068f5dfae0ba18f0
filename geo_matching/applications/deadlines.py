"""How long each side has to answer; what has waited longer is closed by the nightly job."""

import datetime as dt

from django.utils import timezone

from geo_matching.applications.states import LIVE, WAITING, State
from offers.weeks import monday_of, week_of

# Product rules of the national platform, kept so that hosts on both know what to expect.
ANSWER_DAYS = 15
TRANSFERRED_DAYS = 30
CONFIRM_DAYS = 15
# A pupil may remind the host once, not sooner.
REMINDER_AFTER_DAYS = 5
# Both sides are told that the end comes near.
WARN_HOST_DAYS = 4
WARN_PUPIL_DAYS = 5

_DAYS = {
    **dict.fromkeys(WAITING, ANSWER_DAYS),
    State.TRANSFERRED: TRANSFERRED_DAYS,
    State.ACCEPTED: CONFIRM_DAYS,
}


def due_after(state: str, week: int, now: dt.datetime) -> dt.datetime | None:
    """Return until when somebody must act on an application that has come into a state.

    Nobody has longer than until the Monday of the stage. None: nothing is waited for.
    """
    days = _DAYS.get(State(state))
    if days is None:
        return None
    monday = dt.datetime.combine(monday_of(week), dt.time(), timezone.get_current_timezone())
    return min(now + dt.timedelta(days=days), monday)


def has_begun(week: int, today: dt.date) -> bool:
    """Say whether the Monday of a week has come: nothing is promised for it any more."""
    return monday_of(week) <= today


def is_past(week: int, today: dt.date) -> bool:
    """Say whether a week is over: the Monday after it has come."""
    return week < week_of(today)


def may_be_reminded(submitted_at: dt.datetime, now: dt.datetime) -> bool:
    return now - submitted_at >= dt.timedelta(days=REMINDER_AFTER_DAYS)


def may_be_written_to(state: str, week: int, today: dt.date) -> bool:
    """Say whether pupil and host may still write: until it is over, or the stage's week is."""
    return State(state) in LIVE and (state != State.CONFIRMED or not is_past(week, today))
