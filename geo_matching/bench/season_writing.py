"""How rows of a season are written and drawn: in batches, the same for the same seed."""

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection, models
from django.utils import timezone

from geo_matching.common.weeks import week_of
from geo_matching.schools.school_year import school_year_of, weeks_of_year

BATCH = 5000
WORDS = (
    "visite",
    "atelier",
    "équipe",
    "mesure",
    "plan",
    "accueil",
    "client",
    "jardin",
    "code",
    "dessin",
)
# One offer in a thousand says it: what somebody searches for that is not everywhere.
RARE_WORD = "apiculture"
_MOST_WEEKS = 5


def write(rows: Iterable[models.Model]) -> None:
    """Write rows of one model in batches, so that memory does not grow with their number."""
    stream: Iterator[models.Model] = iter(rows)
    while batch := list(islice(stream, BATCH)):
        type(batch[0]).objects.bulk_create(batch)  # type: ignore[attr-defined]


def run_sql(statement: str) -> None:
    """Run a statement that writes what follows from other rows: no object is made of them."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def days_ago(draw: random.Random, most: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=draw.randrange(most), minutes=draw.randrange(1440))


def this_year() -> int:
    return school_year_of(timezone.localdate())


def coming_weeks() -> list[int]:
    """Return the next weeks in which pupils may go out, whatever the day of the measurement."""
    year, now = this_year(), week_of(timezone.localdate())
    ahead = [week for y in (year, year + 1) for week in weeks_of_year(y) if week > now]
    return ahead[:_MOST_WEEKS]
