"""The catalogue's JSON: what it holds for a territory, and why the rest is left out."""

import datetime as dt

import pytest

from geo_matching.common.errors import InputError
from tests.transit.areas.catalogue_files import dataset, resource
from transit.areas.catalogue import Territory, covering, parse_catalogue

ISERE = Territory(frozenset({"38"}), frozenset({"84"}), epcis=frozenset({"200040715"}))


def parsed(*datasets):
    feeds, notices = parse_catalogue(list(datasets))
    return [feed.resource_id for feed in feeds], [notice.code for notice in notices]


def served(*datasets, territory=ISERE):
    feeds, _ = parse_catalogue(list(datasets))
    kept, notices = covering(feeds, territory)
    return [feed.resource_id for feed in kept], [notice.code for notice in notices]


def test_a_resource_says_what_an_import_needs():
    (feed,), notices = parse_catalogue([dataset("tag", resource("tag-1", title="Tram et bus"))])
    assert not notices
    assert (feed.resource_id, feed.dataset_id) == ("tag-1", "tag")
    assert feed.title == "Réseau tag - Tram et bus"
    assert feed.licence == "odc-odbl"
    assert (feed.starts, feed.ends) == (dt.date(2026, 11, 1), dt.date(2027, 2, 28))
    assert feed.url.endswith("/r/tag-1")
    assert feed.original_url.endswith("tag-1.zip")


def test_formats_come_in_any_case_and_only_gtfs_is_taken():
    kinds = ("GTFS", "gtfs", "Gtfs", "gtfs-rt", "NeTEx", "gbfs")
    resources = [resource(f"r-{kind}", format=kind) for kind in kinds]
    assert parsed(dataset("tag", *resources)) == (["r-GTFS", "r-gtfs", "r-Gtfs"], [])
    assert parsed(dataset("bikes", type="bike-scooter-sharing")) == ([], [])


def test_keys_may_be_missing():
    bare = resource("tag-1", metadata=None, is_available=None, title=None, modes=None)
    (feed,), _ = parse_catalogue([dataset("tag", bare, publisher=None, tags=None)])
    assert (feed.title, feed.starts, feed.ends, feed.publisher) == ("Réseau tag", None, None, "")
    assert parsed(dataset("none", resources=None)) == ([], [])


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"datagouv_id": None}, "no_identifier"),
        ({"community_resource_publisher": "somebody"}, "community"),
        ({"is_available": False}, "unavailable"),
        ({"url": None, "original_url": None}, "no_address"),
    ],
)
def test_resources_that_cannot_be_used_become_notices(fields, code):
    assert parsed(dataset("tag", resource("r", **fields), resource("good"))) == (["good"], [code])


@pytest.mark.parametrize("licence", [None, "notspecified", "other-closed"])
def test_without_usable_licence_no_import(licence):
    assert parsed(dataset("tag", licence=licence)) == ([], ["licence"])


def test_the_older_form_of_covered_area_is_told_not_guessed():
    old = dataset("tag", covered_area={"name": "Grenoble", "aom": {}})
    assert parsed(old) == ([], ["covered_area"])


def test_the_address_of_the_producer_serves_where_there_is_no_other():
    (feed,), _ = parse_catalogue([dataset("tag", resource("r", url=None))])
    assert feed.url == "https://producer.example/r.zip"


def test_community_resources_are_never_read():
    assert parsed(dataset("tag", community_resources=[resource("fake")])) == (["tag-1"], [])


@pytest.mark.parametrize("content", [{"error": "busy"}, "<html>", None, [1, 2]])
def test_what_is_no_catalogue_is_one_clear_line(content):
    with pytest.raises(InputError, match="a list of datasets was expected"):
        parse_catalogue(content)


def area(kind: str, code: str):
    return {"covered_area": [{"type": kind, "insee": code, "nom": "x"}]}


@pytest.mark.parametrize(
    ("kind", "code", "near"),
    [
        ("departement", "38", True),
        ("departement", "038", True),
        ("departement", "69", False),
        ("region", "84", True),
        ("Région", "84", True),
        ("region", "93", False),
        ("commune", "38185", True),
        ("commune", "69123", False),
        ("epci", "200040715", True),
        ("epci", "200046977", False),
        ("mystère", "38", False),
    ],
)
def test_what_a_feed_covers_is_compared_by_kind_and_code(kind, code, near):
    assert served(dataset("tag", **area(kind, code))) == (["tag-1"] if near else [], [])


def test_an_area_of_communes_takes_only_those():
    town = Territory(frozenset({"38"}), communes=frozenset({"38185"}))
    both = [dataset("a", **area("commune", "38185")), dataset("b", **area("commune", "38544"))]
    assert served(*both, territory=town) == (["a-1"], [])


def test_of_the_whole_country_only_railways_are_taken():
    coach = dataset("coach", **area("pays", "FR"))
    train = dataset("train", resource("train-1", modes=["rail"]), **area("pays", "FR"))
    assert served(coach, train) == (["train-1"], ["national"])


def test_services_on_demand_are_left_out():
    flex = dataset("tag", resource("main"), resource("tad", title="Transport à la demande"))
    assert served(flex) == (["main"], ["on_demand"])
