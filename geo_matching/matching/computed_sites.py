"""The sites that collèges were computed for, kept so that later ones can be compared with them."""

import zlib
from collections.abc import Collection

from django.db import connection, transaction

from geo_matching.matching.models import ComputedCollege, ComputedSites
from geo_matching.matching.site_hours import pack, unpack
from geo_matching.matching.tables import SiteHours

# Who writes collèges for sites shares this lock; who throws sites away wants it alone.
_SHARED = "SELECT pg_advisory_xact_lock_shared(hashtext('computed sites'))"
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('computed sites'))"


def keep_sites(site_hours: SiteHours) -> None:
    """Keep sites for the collèges that the caller's transaction writes for them."""
    with connection.cursor() as cursor:
        cursor.execute(_SHARED)
    if not ComputedSites.objects.filter(pk=site_hours.sha256).exists():
        packed = zlib.compress(pack(site_hours), 1)
        ComputedSites.objects.bulk_create(
            [ComputedSites(sha256=site_hours.sha256, packed=packed)], ignore_conflicts=True
        )


def kept_sites(digests: Collection[str]) -> dict[str, SiteHours]:
    """Return the sites of each digest, without those that nobody has kept."""
    rows = ComputedSites.objects.filter(pk__in=digests)
    return {row.sha256: unpack(zlib.decompress(row.packed)) for row in rows}


@transaction.atomic
def forget_sites() -> None:
    """Throw away the sites that no collège rests on any more."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
    in_use = ComputedCollege.objects.filter(computed_sites__isnull=False)
    ComputedSites.objects.exclude(pk__in=in_use.values("computed_sites")).delete()
