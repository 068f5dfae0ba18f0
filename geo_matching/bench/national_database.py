"""What the rehearsal's database holds, read by the ORM; and its commutes against the engine."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from django.apps import apps
from django.db import connection
from django.db.models import Count, Exists, Min, OuterRef, Q

from geo_matching.matching.models import Commute, ComputedCollege
from geo_matching.matching.origins import point_of
from offers.hours import DEFAULT_HOURS
from offers.models import Offer, Site
from qpv_data.models import College, Commune, EducationPriority, Qpv
from transit.queries import Limits, Place, commutes, open_network

SEED = 11
SAMPLED_COLLEGES, SAMPLED_SITES = 8, 60
ASKED = 20
LONGEST_S = Limits().max_minutes * 60
PRIORITY = (EducationPriority.REP, EducationPriority.REP_PLUS)
Key = tuple[int, int, int]


def facts() -> dict[str, Any]:
    """Return counts of rows, sizes in bytes, and collèges to ask for."""
    build = apps.get_model("transit", "NetworkBuild")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_database_size(current_database()), pg_total_relation_size(%s)",
            [Commute._meta.db_table],  # noqa: SLF001 - Django's own name for it
        )
        database_bytes, table_bytes = cursor.fetchone()
    return {
        "communes": Commune.objects.count(),
        "colleges": College.objects.open().count(),
        "priority": College.objects.open().filter(priority__in=PRIORITY).count(),
        "qpv": Qpv.objects.of_every_vintage().count(),
        "offers": Offer.objects.count(),
        "sites": Site.objects.count(),
        "networks": build.objects.filter(active=True).count(),
        "stops": apps.get_model("transit", "Stop").objects.filter(build__active=True).count(),
        "computed": ComputedCollege.objects.count(),
        "pairs": sum(ComputedCollege.objects.values_list("sites", flat=True)),
        "rows": Commute.objects.count(),
        "database_bytes": database_bytes,
        "table_bytes": table_bytes,
        "largest": _largest(),
        "uncomputed": _uncomputed(),
    }


# What was computed, without the time of day it was.
_DUMPED = {
    "rows": "SELECT * FROM matching_commute ORDER BY college_id, site_id, start_s, end_s",
    "colleges": "SELECT college_id, build_id, service_date, sites, fingerprint, computed_sites_id "
    "FROM matching_computedcollege ORDER BY college_id",
}


def digest_of_commutes() -> dict[str, Any]:
    """Return counts and sha256 of the stored commutes as PostgreSQL writes them, by their keys."""
    digest = hashlib.sha256()
    counts: dict[str, Any] = {}
    for name, query in _DUMPED.items():
        with connection.cursor() as cursor:
            with cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
                for some in copy:
                    digest.update(some)
            counts[name] = cursor.rowcount
    return {**counts, "sha256": digest.hexdigest()}


def forget_commutes() -> None:
    """Empty the tables of what is computed."""
    ComputedCollege.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE matching_commute")


def _largest() -> list[str]:
    """Return the collèges with the most commutes: their pages are the hardest."""
    counted = Commute.objects.values("college_id").annotate(rows=Count("site_id"))
    return list(
        counted.order_by("-rows", "college_id").values_list("college_id", flat=True)[:ASKED]
    )


def _uncomputed() -> list[str]:
    """Return a collège of each network that nobody has computed; those with most stops first."""
    build = apps.get_model("transit", "NetworkBuild")
    found = []
    active = build.objects.filter(active=True, extent__isnull=False).annotate(n=Count("stops"))
    for one in active.order_by("-n", "pk"):
        inside = College.objects.open().filter(point__within=one.extent)
        found.append(inside.filter(computedcollege__isnull=True).aggregate(uai=Min("uai"))["uai"])
    return [uai for uai in found if uai]


def check_sample() -> dict[str, Any]:
    """Compare commutes of a few collèges to sites of their network with `queries.commutes`."""
    rng = np.random.default_rng(SEED)
    computed = list(ComputedCollege.objects.select_related("college", "build").order_by("pk"))
    if not computed:
        return {"colleges": 0, "pairs": 0, "reached": 0, "wrong": ["no collège was computed"]}
    chosen = rng.choice(len(computed), min(SAMPLED_COLLEGES, len(computed)), replace=False)
    wrong: list[str] = []
    pairs = reached = 0
    for index in sorted(chosen.tolist()):
        told, answered = _told_and_answered(computed[index], rng)
        pairs += len(answered)
        reached += sum(ways != (None, None) for ways in answered.values())
        wrong += [
            f"{computed[index].college_id} to {key}: {told.get(key)} stored, {ways} answered"
            for key, ways in answered.items()
            if told.get(key, (None, None)) != ways
        ]
    return {"colleges": len(chosen), "pairs": pairs, "reached": reached, "wrong": wrong}


def _told_and_answered(
    computed: ComputedCollege, rng: np.random.Generator
) -> tuple[dict[Key, Any], dict[Key, Any]]:
    """Return (morning, evening) of each sampled pair as stored, and as the engine answers."""
    sites = _sites(computed, rng)
    keys = list(_keys(sites))
    places = [Place(sites[site].point.y, sites[site].point.x) for site, _, _ in keys]
    rows = Commute.objects.filter(college_id=computed.college_id, site_id__in=list(sites))
    told = {(c.site_id, c.start_s, c.end_s): (c.morning_s, c.evening_s) for c in rows}
    point = point_of(computed.college)
    hours = np.array([key[1:] for key in keys], np.int32).reshape(-1, 2)
    network = open_network(Path(computed.build.folder))
    table = commutes(network, Place(point.y, point.x), places, hours, computed.service_date)
    ways = zip(table.morning_s.tolist(), table.evening_s.tolist(), strict=True)
    return told, {key: (_or_none(m), _or_none(e)) for key, (m, e) in zip(keys, ways, strict=True)}


def _sites(computed: ComputedCollege, rng: np.random.Generator) -> dict[int, Site]:
    """Return sites in the bounds of the collège's network, drawn at random."""
    extent = computed.build.extent
    offered = Exists(Offer.objects.filter(site=OuterRef("pk"), published_at__isnull=False))
    ids = list(
        Site.objects.filter(Q(offered), point__within=extent)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    drawn = rng.choice(len(ids), min(SAMPLED_SITES, len(ids)), replace=False)
    return Site.objects.in_bulk([ids[at] for at in drawn.tolist()])


def _keys(sites: dict[int, Site]) -> Iterator[Key]:
    """Yield site and working hours, each pair once."""
    found: set[Key] = set()
    offers = Offer.objects.filter(site_id__in=list(sites), published_at__isnull=False)
    for offer in offers.prefetch_related("hours"):
        hours = [(one.start_s, one.end_s) for one in offer.hours.all()] or [DEFAULT_HOURS]
        found |= {(offer.site_id, start_s, end_s) for start_s, end_s in hours}
    yield from sorted(found)


def _or_none(seconds: int) -> int | None:
    """Return None for a way that cannot be done, or takes longer than what is stored."""
    return None if seconds > LONGEST_S else seconds


def only_offer(source: str) -> tuple[int, int]:
    """Return site and offer of a source that has one offer."""
    offer = Offer.objects.get(source=source)
    return offer.site_id, offer.pk


def commutes_to(site: int) -> dict[str, Any]:
    """Return how many collèges have a commute to a site, and the one with the shortest."""
    rows = Commute.objects.filter(site_id=site)
    done = rows.filter(commute_s__isnull=False).order_by("commute_s", "college_id").first()
    return {"commutes": rows.count(), "nearest": done.college_id if done else ""}
