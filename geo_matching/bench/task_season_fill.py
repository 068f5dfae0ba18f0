"""Task: fill a database that holds the demo city with a whole season.

Hosts, offers, pupils and applications are written by the ORM in bulk, drawn by a seed; answers
with how many there are.
"""

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import django
from django.db import connection, models
from django.utils import timezone

from geo_matching.bench.process import answer

SEED, BATCH = 2026, 5000
WEEKS = (202648, 202649, 202650, 202704, 202705)
PER_PUPIL = 6
WORDS = [
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
]
# Most wait, some were answered: as in the middle of a season.
STATES = ("submitted", "submitted", "read", "rejected", "expired", "accepted", "withdrawn")


def main(hosts: int, offers: int, applications: int) -> dict[str, Any]:
    django.setup()
    from geo_matching.bench import season_rows  # noqa: PLC0415 - models need the set-up

    draw = random.Random(SEED)
    season_rows.people(hosts, applications // PER_PUPIL, draw)
    season_rows.offers(offers, draw)
    season_rows.applications(PER_PUPIL, draw)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return season_rows.counted()


def write(rows: Iterable[models.Model]) -> None:
    """Write rows of one model in batches, so that memory does not grow with their number."""
    stream: Iterator[models.Model] = iter(rows)
    while batch := list(islice(stream, BATCH)):
        type(batch[0]).objects.bulk_create(batch)  # type: ignore[attr-defined]


def days_ago(draw: random.Random, most: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=draw.randrange(most), minutes=draw.randrange(1440))


if __name__ == "__main__":
    answer(main)
