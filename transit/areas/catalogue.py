"""Reads the national catalogue of timetables: its GTFS resources, and what they cover."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from geo_matching.common.errors import InputError
from geo_matching.common.insee import departement_of_commune, short_departement
from geo_matching.common.notices import Notice
from geo_matching.common.text import fold, normalise, one_line

FILE = "catalogue"
# Open Database Licence, Licence Ouverte in both spellings, and the one of the mobility law.
USABLE_LICENCES = frozenset({"odc-odbl", "lov2", "fr-lo", "mobility-licence"})
AGGREGATE_TAGS = ("agregat",)
ON_DEMAND_WORDS = (" a la demande ", " tad ", " flex ")


@dataclass(frozen=True, slots=True)
class CatalogueFeed:
    """One usable GTFS resource; `covers` holds pairs such as ("departement", "38")."""

    resource_id: str
    dataset_id: str
    title: str
    publisher: str
    licence: str
    url: str
    original_url: str
    covers: frozenset[tuple[str, str]]
    starts: date | None
    ends: date | None
    rail: bool
    aggregate: bool
    on_demand: bool


@dataclass(frozen=True, slots=True)
class Territory:
    """What an area covers, in codes; without communes, all of its départements."""

    departements: frozenset[str]
    regions: frozenset[str] = frozenset()
    communes: frozenset[str] = frozenset()
    epcis: frozenset[str] = frozenset()

    def meets(self, kind: str, code: str) -> bool:
        """Tell whether a unit of the catalogue lies in the territory, or holds it."""
        if kind == "commune":
            if self.communes:
                return code in self.communes
            return departement_of_commune(code) in self.departements
        if kind == "departement":
            return short_departement(code) in self.departements
        return code in {"region": self.regions, "epci": self.epcis}.get(kind, frozenset())


def parse_catalogue(content: Any) -> tuple[list[CatalogueFeed], list[Notice]]:
    """Return the GTFS resources that may be used, and a notice for each of the others.

    Parameters
    ----------
    content : list of dict
        Answer of the dataset API. Keys whose value is null are left out by it.

    Raises
    ------
    InputError
        When this is no list of datasets at all.
    """
    if not isinstance(content, list) or not all(isinstance(one, dict) for one in content):
        raise InputError("a list of datasets was expected", file=FILE)
    feeds: list[CatalogueFeed] = []
    notices: list[Notice] = []
    for number, dataset in enumerate(content, start=1):
        covers = _covers(dataset.get("covered_area"))
        for resource in _gtfs_resources(dataset):
            refusal = _refusal(dataset, resource, covers)
            if refusal:
                notices.append(_notice(number, resource, *refusal))
            else:
                feeds.append(_feed(dataset, resource, covers or frozenset()))
    return feeds, notices


def covering(
    feeds: Sequence[CatalogueFeed], territory: Territory
) -> tuple[list[CatalogueFeed], list[Notice]]:
    """Return the feeds that serve a territory, and a notice for each that only seems to.

    Of the feeds of the whole country only railways are taken: the others link cities to each
    other, not a collège to a workplace.
    """
    kept: list[CatalogueFeed] = []
    notices: list[Notice] = []
    for feed in feeds:
        near = any(territory.meets(kind, code) for kind, code in feed.covers)
        nation = any(kind in {"pays", "country"} for kind, _ in feed.covers)
        if not near and not nation:
            continue
        refusal = _unfit(feed, near)
        if refusal:
            notices.append(Notice(FILE, 0, feed.resource_id, *refusal))
        else:
            kept.append(feed)
    return kept, notices


def _unfit(feed: CatalogueFeed, near: bool) -> tuple[str, str] | None:
    if feed.on_demand:
        return "on_demand", f"{feed.title}: service on demand, nothing to ride by timetable"
    if not near and not feed.rail:
        return "national", f"{feed.title}: covers the whole country and is no railway"
    return None


def _gtfs_resources(dataset: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if fold(str(dataset.get("type", "public-transit"))) != "public-transit":
        return
    resources = dataset.get("resources")
    for resource in resources if isinstance(resources, list) else ():
        if isinstance(resource, dict) and fold(str(resource.get("format", ""))) == "gtfs":
            yield resource


def _covers(areas: Any) -> frozenset[tuple[str, str]] | None:
    """Return what a dataset covers, None when it is told in a form that is not known."""
    if not isinstance(areas, list):
        return None
    return frozenset(
        (fold(str(area.get("type", ""))), str(area.get("insee", "")).strip())
        for area in areas
        if isinstance(area, dict)
    )


def _refusal(
    dataset: Mapping[str, Any], resource: Mapping[str, Any], covers: frozenset | None
) -> tuple[str, str] | None:
    licence = str(dataset.get("licence") or "none")
    addresses = resource.get("url") or resource.get("original_url")
    rules = (
        (resource.get("datagouv_id"), "no_identifier", "no datagouv_id to tell it from others"),
        (
            not resource.get("community_resource_publisher"),
            "community",
            "made by a third party, not by the network",
        ),
        (
            resource.get("is_available") is not False,
            "unavailable",
            "the catalogue says that it cannot be downloaded",
        ),
        (
            licence in USABLE_LICENCES,
            "licence",
            f"its licence ({licence}) does not allow this use",
        ),
        (addresses, "no_address", "the catalogue gives no address"),
        (
            covers is not None,
            "covered_area",
            "covered_area is no list: where it is good for is not known",
        ),
    )
    return next(((code, message) for good, code, message in rules if not good), None)


def _notice(number: int, resource: Mapping[str, Any], code: str, message: str) -> Notice:
    name = str(resource.get("title") or resource.get("datagouv_id") or "resource")
    key = str(resource.get("datagouv_id", ""))
    return Notice(FILE, number, key, code, f"{one_line(name)}: {message}")


def _feed(
    dataset: Mapping[str, Any], resource: Mapping[str, Any], covers: frozenset[tuple[str, str]]
) -> CatalogueFeed:
    title = one_line(str(dataset.get("title") or resource.get("title") or "GTFS"))
    part = one_line(str(resource.get("title") or ""))
    if part.lower().endswith(".zip"):
        part = ""  # the name of a file says nothing
    metadata = resource.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    publisher = dataset.get("publisher")
    tags = " ".join(fold(str(tag)) for tag in _texts(dataset.get("tags")))
    modes = {fold(mode) for mode in _texts(resource.get("modes"))}
    words = f" {normalise(str(resource.get('title') or ''))} "
    return CatalogueFeed(
        resource_id=str(resource["datagouv_id"]),
        dataset_id=str(dataset.get("datagouv_id") or dataset.get("id") or ""),
        title=title if not part or fold(part) in fold(title) else f"{title} - {part}",
        publisher=str(publisher.get("name") or "") if isinstance(publisher, dict) else "",
        licence=str(dataset["licence"]),
        url=str(resource.get("url") or resource.get("original_url")),
        original_url=str(resource.get("original_url") or ""),
        covers=covers,
        starts=_day(metadata.get("start_date") or resource.get("start_calendar_validity")),
        ends=_day(metadata.get("end_date") or resource.get("end_calendar_validity")),
        rail=bool(modes & {"rail", "ferroviaire"}),
        aggregate=any(tag in tags for tag in AGGREGATE_TAGS),
        on_demand=any(word in words for word in ON_DEMAND_WORDS),
    )


def _texts(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
