"""Finds or makes the hosts and sites of a partner's offers, by the rules of file imports."""

from collections.abc import Hashable, Sequence
from typing import Protocol

from django.contrib.gis.geos import Point

from geo_matching.common.text import normalise
from offers.models import Host, PointPrecision, Site
from offers.sources.partner_body import PartnerOffer, host_key, site_key

_HOST_FIELDS = ("name", "description", "website", "is_public")
_SITE_FIELDS = ("street", "city", "precision")


class _Placed(Protocol):
    @property
    def offer(self) -> PartnerOffer: ...
    @property
    def precision(self) -> PointPrecision: ...


def written_sites(source: str, incoming: Sequence[_Placed]) -> tuple[list[Site], bool]:
    """Return the stored site of each offer, and whether any row was made or changed.

    The last offer of a host describes it. The caller holds the partner's lock.
    """
    hosts, hosts_changed = _written_hosts(source, incoming)
    stored: dict[Hashable, Site] = {}
    sites = Site.objects.filter(host__in=[host.pk for host in hosts.values()])
    for site in sites.select_related("host").order_by("-pk"):
        stored[_stored_key(site)] = site
    # Of two spellings of one place the last counts, as for hosts.
    wanted = {}
    for one in incoming:
        host = hosts[host_key(source, one.offer.host.name, one.offer.site.postcode)]
        wanted[site_key(host.key, one.offer.site)] = _site(host, one)
    changed = [s for key, s in stored.items() if key in wanted and _adopt(s, wanted[key])]
    made = [site for key, site in wanted.items() if key not in stored]
    Site.objects.bulk_create(made)
    if changed:
        Site.objects.bulk_update(changed, _SITE_FIELDS)
    return _in_order(source, incoming, {**wanted, **stored}, hosts), bool(
        hosts_changed or made or changed
    )


def _in_order(
    source: str,
    incoming: Sequence[_Placed],
    sites: dict[Hashable, Site],
    hosts: dict[str, Host],
) -> list[Site]:
    found = []
    for one in incoming:
        host = hosts[host_key(source, one.offer.host.name, one.offer.site.postcode)]
        site = sites[site_key(host.key, one.offer.site)]
        # A stored site carries the host as it was read: without what has changed.
        site.host = host
        found.append(site)
    return found


def _written_hosts(source: str, incoming: Sequence[_Placed]) -> tuple[dict[str, Host], bool]:
    wanted = {host.key: host for one in incoming for host in [_host(source, one.offer)]}
    stored = {host.key: host for host in Host.objects.filter(key__in=wanted.keys())}
    new = [host for key, host in wanted.items() if key not in stored]
    changed = [host for key, host in stored.items() if _adopt(host, wanted[key])]
    if new:
        Host.objects.bulk_create(new)
    if changed:
        Host.objects.bulk_update(changed, _HOST_FIELDS)
    return {**wanted, **stored}, bool(new or changed)


def _host(source: str, offer: PartnerOffer) -> Host:
    values = {name: getattr(offer.host, name) for name in _HOST_FIELDS}
    return Host(key=host_key(source, offer.host.name, offer.site.postcode), **values)


def _site(host: Host, one: _Placed) -> Site:
    place = one.offer.site
    return Site(
        host=host,
        street=place.street,
        postcode=place.postcode,
        city=place.city,
        point=Point(place.point.lon, place.point.lat, srid=4326),
        precision=one.precision,
    )


def _stored_key(site: Site) -> Hashable:
    street, city = normalise(site.street), normalise(site.city)
    return (site.host.key, street, site.postcode, city, site.point.y, site.point.x)


def _adopt(row: Host | Site, wanted: Host | Site) -> bool:
    """Take over what may change and say whether anything did."""
    names = _HOST_FIELDS if isinstance(row, Host) else _SITE_FIELDS
    changed = [name for name in names if getattr(row, name) != getattr(wanted, name)]
    for name in changed:
        setattr(row, name, getattr(wanted, name))
    return bool(changed)
