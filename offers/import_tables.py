"""Hosts, sites and offers as the database wants them, from offers that passed every check."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import Point
from django.db.models import Q
from django.utils import timezone

from geo_matching.common.bulk import copy_rows
from geo_matching.common.sync import Diff
from geo_matching.common.tables import BATCH, ModelTable, write_changed
from geo_matching.common.text import normalise
from offers.hours import distinct_hours
from offers.models import Host, Offer, PointPrecision, Site, WorkingHours
from offers.quality import OfferContent, score_offer
from offers.quality_feedback import NONE, Feedback, blended
from offers.rescoring import blend_answers, feedback_by_offer
from offers.sources.partner_body import PartnerOffer, host_key, site_key

Row = dict[str, Any]

_SITE_FIELDS = ("host_id", "street", "postcode", "city", "point", "precision")
OFFER_FIELDS = (
    "permalink",
    "title",
    "description",
    "sector",
    "capacity",
    "weeks",
    "daily_hours",
    "lunch_break",
    "audience",
    "accessible",
    "published_at",
    "quality_score",
    "quality_parts",
)


@dataclass
class Wanted:
    """Rows of the three tables by key, and how often an offer describes its host otherwise."""

    hosts: dict[Hashable, Row] = field(default_factory=dict)
    sites: dict[Hashable, Row] = field(default_factory=dict)
    offers: dict[Hashable, Row] = field(default_factory=dict)
    other_descriptions: Counter[str] = field(default_factory=Counter)


def wanted_rows(offers: Iterable[PartnerOffer], source: str) -> Wanted:
    """Gather offers by host and site; the first offer of a host in the file describes it."""
    wanted = Wanted()
    told = _feedback_by_remote_id(source)
    # What moderators masked or somebody removed stays off, whatever a file says.
    known = Offer.objects.filter(source=source)
    hidden = known.filter(Q(masked_at__isnull=False) | Q(removed_at__isnull=False))
    off = set(hidden.values_list("remote_id", flat=True))
    # Pupils have these seats: a file does not take them away.
    taken = dict(known.filter(seats_taken__gt=0).values_list("remote_id", "seats_taken"))
    for offer in offers:
        host = host_key(source, offer.host.name, offer.site.postcode)
        described = {
            "name": offer.host.name,
            "description": offer.host.description,
            "website": offer.host.website,
            "is_public": offer.host.is_public,
        }
        if wanted.hosts.setdefault(host, described) != described:
            wanted.other_descriptions[offer.host.name] += 1
        site = site_key(host, offer.site)
        place = {"host": host, "street": offer.site.street, "city": offer.site.city}
        wanted.sites.setdefault(site, place)
        row = offer_row(offer, site, told.get(offer.remote_id, NONE))
        row["capacity"] = max(row["capacity"], taken.get(offer.remote_id, 0))
        if offer.remote_id in off:
            row.pop("published_at", None)
        wanted.offers[offer.remote_id] = row
    return wanted


def tables(wanted: Wanted, source: str, *, whole: bool) -> list[Any]:
    """Return the tables in the order of writing.

    An upsert: nothing of the source goes, unless `whole` says that the file is all of it; offers
    that are not in it are then unpublished, never deleted.
    """
    hosts = ModelTable(
        "hosts",
        Host.objects.filter(key__startswith=f"{source}:"),
        ("key",),
        ("name", "description", "website", "is_public"),
        wanted.hosts,
    )
    return [hosts, SiteTable(wanted.sites, source), OfferTable(wanted.offers, source, whole)]


def _feedback_by_remote_id(source: str) -> dict[str, Feedback]:
    told = feedback_by_offer(source=source)
    remote_ids = Offer.objects.filter(pk__in=told).values_list("pk", "remote_id")
    return {remote_id: told[pk] for pk, remote_id in remote_ids}


def offer_row(offer: PartnerOffer, site: Hashable, feedback: Feedback = NONE) -> Row:
    """Return the columns of an offer, with its site's key, its distinct hours and its quality."""
    content = score_offer(
        OfferContent(
            description=offer.description,
            employer_description=offer.host.description,
            daily_hours=offer.daily_hours,
            lunch_break=offer.lunch_break,
            weeks=offer.weeks,
            capacity=offer.capacity,
            accessible=offer.accessible,
        )
    )
    # What people said stays with an offer whose content is sent again.
    quality = blended(content, feedback)
    row: Row = {name: getattr(offer, name) for name in OFFER_FIELDS[:10]}
    row["site"] = site
    row["hours"] = distinct_hours(offer.daily_hours)
    row["quality_score"] = quality.score
    row["quality_parts"] = quality.parts_json()
    if offer.says_published:
        row["published_at"] = offer.published_at
    return row


class SiteTable:
    """Sites of one source, keyed by host, address without case or accents, and point."""

    label = "sites"
    gone = "removed"

    def __init__(self, wanted: Mapping[Hashable, Row], source: str) -> None:
        self.wanted, self._source = wanted, source
        self._ids: dict[Hashable, int] = {}

    def existing(self) -> dict[Hashable, Row]:
        rows: dict[Hashable, Row] = {}
        for key, pk, row in _stored_sites(self._source):
            if key not in rows:
                rows[key], self._ids[key] = row, pk
        return rows

    def removable(self, _key: Hashable, _row: Mapping[str, Any]) -> bool:
        # A site without an offer left costs nothing, and its offer may come back.
        return False

    def write(self, diff: Diff) -> None:
        stored = Host.objects.filter(key__startswith=f"{self._source}:")
        hosts = dict(stored.values_list("key", "pk"))
        added = (_site_values(key, row, hosts) for key, row in diff.added.items())
        copy_rows(Site, _SITE_FIELDS, added)
        changed = []
        for key, change in diff.changed.items():
            values = _site_values(key, change.after, hosts)
            changed.append(Site(pk=self._ids[key], **dict(zip(_SITE_FIELDS, values, strict=True))))
        write_changed(changed, ["street", "city"])


class OfferTable:
    """Offers of one source, keyed by remote id, with their distinct working hours."""

    label = "offers"
    gone = "unpublished"

    def __init__(self, wanted: Mapping[Hashable, Row], source: str, whole: bool) -> None:
        self.wanted, self._source, self._whole = wanted, source, whole
        self._ids: dict[Hashable, int] = {}

    def existing(self) -> dict[Hashable, Row]:
        sites = {pk: key for key, pk, _ in _stored_sites(self._source)}
        hours = _stored_hours(self._source)
        fields = ("pk", "remote_id", "site_id", *OFFER_FIELDS)
        rows: dict[Hashable, Row] = {}
        for pk, remote_id, site_id, *values in Offer.objects.filter(
            source=self._source
        ).values_list(*fields):
            row = dict(zip(OFFER_FIELDS, values, strict=True))
            row["site"], row["hours"] = sites.get(site_id), tuple(hours[pk])
            rows[remote_id], self._ids[remote_id] = row, pk
        return rows

    def removable(self, _key: Hashable, row: Mapping[str, Any]) -> bool:
        return self._whole and row["published_at"] is not None

    def write(self, diff: Diff) -> None:
        sites = {key: pk for key, pk, _ in _stored_sites(self._source)}
        now = timezone.now()
        names = ("source", "remote_id", "site_id", *OFFER_FIELDS)
        added = (
            self._values(key, {"published_at": now, **row}, sites)
            for key, row in diff.added.items()
        )
        copy_rows(Offer, names, added)
        changed = []
        for key, change in diff.changed.items():
            values = self._values(key, {**change.before, **change.after}, sites)
            changed.append(Offer(pk=self._ids[key], **dict(zip(names, values, strict=True))))
        write_changed(changed, ["site", *OFFER_FIELDS])
        self._write_hours(diff)
        gone = [self._ids[key] for key in diff.removed]
        Offer.objects.filter(pk__in=gone).update(published_at=None)
        if diff.added:
            blend_answers(source=self._source)

    def _values(self, remote_id: Hashable, row: Row, sites: Mapping[Hashable, int]) -> list[Any]:
        fields = (row[name] for name in OFFER_FIELDS)
        return [self._source, remote_id, sites[row["site"]], *fields]

    def _write_hours(self, diff: Diff) -> None:
        moved = {key: c.after for key, c in diff.changed.items() if "hours" in c.fields()}
        WorkingHours.objects.filter(offer_id__in=[self._ids[key] for key in moved]).delete()
        ids: dict[Hashable, int] = dict(
            Offer.objects.filter(source=self._source).values_list("remote_id", "pk")
        )
        rows = (
            (ids[key], start_s, end_s)
            for key, row in {**diff.added, **moved}.items()
            for start_s, end_s in row["hours"]
        )
        copy_rows(WorkingHours, ("offer_id", "start_s", "end_s"), rows)


def _stored_sites(source: str) -> Iterable[tuple[Hashable, int, Row]]:
    """Yield key, primary key and row of each site of a source, the oldest first."""
    stored = Site.objects.filter(host__key__startswith=f"{source}:").order_by("pk")
    for pk, host, street, postcode, city, point in stored.values_list(
        "pk", "host__key", "street", "postcode", "city", "point"
    ).iterator(chunk_size=BATCH):
        key = (host, normalise(street), postcode, normalise(city), point.y, point.x)
        yield key, pk, {"host": host, "street": street, "city": city}


def _stored_hours(source: str) -> defaultdict[int, list[tuple[int, int]]]:
    hours: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    stored = WorkingHours.objects.filter(offer__source=source).order_by("start_s", "end_s")
    for offer, start_s, end_s in stored.values_list("offer_id", "start_s", "end_s"):
        hours[offer].append((start_s, end_s))
    return hours


def _site_values(key: Any, row: Mapping[str, Any], hosts: Mapping[str, int]) -> list[Any]:
    _, _, postcode, _, lat, lon = key
    point = Point(lon, lat, srid=4326)
    return [hosts[row["host"]], row["street"], postcode, row["city"], point, PointPrecision.GIVEN]
