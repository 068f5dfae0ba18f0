"""The agreement as people read it, on a page or on paper: facts, and who has signed."""

import datetime as dt
from typing import Any

from geo_matching.applications.agreements.heads import head_of
from geo_matching.applications.agreements.missing import SCHOOL_DAYS
from geo_matching.applications.models import Agreement, Party, Signature
from geo_matching.common.text import time_in_words
from geo_matching.common.weeks import day_number
from offers.hours import parse_clock
from offers.weeks import MONTHS, monday_of


def facts_of(agreement: Agreement, head: str | None = None) -> dict[str, Any]:
    """Return what the page and the PDF of an agreement show; people's names are read now.

    Parameters
    ----------
    agreement
        One of `Agreement.objects.with_people()`.
    head
        Name of the collège's head today, where it was asked for already.
    """
    student = agreement.application.student
    # Django's "there is none" of a one-to-one relation is an AttributeError.
    representative = getattr(student, "representative", None)
    signed = {one.party: one for one in agreement.signatures.all() if one.void_at is None}
    names = {
        Party.HOST: agreement.host_signatory,
        Party.HEAD: head_of(student.college) if head is None else head,
        Party.REPRESENTATIVE: representative.name if representative else "",
        Party.PUPIL: str(student.user),
    }
    return {
        "agreement": agreement,
        "student": student,
        "representative": representative,
        "dates": _dates(agreement),
        "days": _days(agreement),
        "signatures": [
            {
                "party": party,
                "name": _name(signed.get(party), names[party]),
                "signed": signed.get(party),
            }
            for party in Party
        ],
    }


def _name(signature: Signature | None, known: str) -> str:
    # Who has signed stands there for good, even when somebody else has come since.
    return signature.name if signature else known


def _days(agreement: Agreement) -> list[dict[str, str]]:
    """Return each day with its hours in words."""
    days = []
    for day in (*SCHOOL_DAYS, "samedi"):
        hours = agreement.daily_hours.get(day)
        if hours:
            start, end = (time_in_words(parse_clock(time)) for time in hours)
            days.append({"day": day, "hours": f"de {start} à {end}"})
        elif day in SCHOOL_DAYS:
            days.append({"day": day, "hours": "à préciser" if hours is None else "pas de stage"})
    return days


def _dates(agreement: Agreement) -> str:
    """Return the first and the last day of the stage in words."""
    monday = monday_of(agreement.application.week)
    worked = [n for n, day in enumerate((*SCHOOL_DAYS, "samedi")) if agreement.daily_hours.get(day)]
    first, last = (worked[0], worked[-1]) if worked else (0, len(SCHOOL_DAYS) - 1)
    days = [monday + dt.timedelta(days=n) for n in (first, last)]
    start, end = (f"{day_number(day)} {MONTHS[day.month - 1]} {day.year}" for day in days)
    return f"le {start}" if first == last else f"du {start} au {end}"
