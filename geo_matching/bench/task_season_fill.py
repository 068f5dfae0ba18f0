"""Task: fill a database that holds the demo city with a whole season.

People, offers and applications are written by the ORM in bulk, drawn by a seed; answers with how
many there are.
"""

import random
from typing import Any

import django

from geo_matching.bench.process import answer

SEED = 2026
PER_PUPIL = 6


def main(hosts: int, offers: int, applications: int) -> dict[str, Any]:
    django.setup()
    from django.db import connection  # noqa: PLC0415 - models need the set-up

    from geo_matching.bench import season_after, season_people, season_rows  # noqa: PLC0415
    from geo_matching.common import versions  # noqa: PLC0415

    draw = random.Random(SEED)
    season_people.people(hosts, applications // PER_PUPIL, draw)
    season_rows.offers(offers, draw)
    season_rows.applications(PER_PUPIL, draw)
    season_after.aftermath()
    for name in ("ranking", "seats"):
        versions.bump(name)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return season_rows.counted()


if __name__ == "__main__":
    answer(main)
