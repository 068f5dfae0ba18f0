"""Offers go from a partner's file to hosts, sites, offers and hours; twice is once."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone

from geo_matching.common import versions
from geo_matching.common.models import ImportNotice, ImportRun
from offers.import_tables import OfferTable
from offers.models import Host, Offer, Site, WorkingHours
from tests.common.bad_files import UNUSABLE, refusal
from tests.offers.factories import LATER, SOON
from tests.offers.partner_bodies import body, write_offers

pytestmark = pytest.mark.django_db


def run(file, apply=True, **options) -> str:
    out = StringIO()
    call_command("import_offers", str(file), apply=apply, stdout=out, **options)
    return out.getvalue()


def hours_of(remote_id):
    rows = WorkingHours.objects.filter(offer__remote_id=remote_id).order_by("end_s")
    return list(rows.values_list("start_s", "end_s"))


def test_an_offer_is_written_with_its_host_site_hours_and_quality(tmp_path):
    out = run(write_offers(tmp_path, body()), source="mairie")
    offer = Offer.objects.select_related("site__host").get()
    host, site = offer.site.host, offer.site
    assert (offer.source, offer.remote_id, offer.sector) == ("mairie", "r1", "s24")
    assert (offer.weeks, offer.capacity) == ([SOON, LATER], 2)
    assert offer.daily_hours == {"lundi": ["9:00", "17:00"], "mercredi": ["9:00", "12:00"]}
    assert hours_of("r1") == [(32400, 43200), (32400, 61200)]
    assert (host.name, host.website) == ("Menuiserie des Essais", "https://menuiserie.example")
    assert (site.street, site.postcode, site.precision) == ("1 rue des Essais", "38990", "given")
    assert (site.point.x, site.point.y) == (5.7, 45.2)
    assert offer.published_at is not None
    assert offer.quality_score == sum(part["points"] for part in offer.quality_parts) > 0
    assert versions.current("ranking") == 1
    assert ImportRun.objects.get().source == "offers:mairie"
    assert "1 items, 1 offers of 1 hosts at 1 sites" in out


def test_without_hours_the_commute_is_for_nine_to_five(tmp_path):
    run(write_offers(tmp_path, body(daily_hours=None)))
    assert hours_of("r1") == [(32400, 61200)]


def test_dry_run_then_twice(tmp_path):
    file = write_offers(tmp_path, body(1), body(2))
    assert "Dry run" in run(file, apply=False)
    assert not Host.objects.exists()
    run(file)
    assert "Nothing to change" in run(file)
    assert ImportRun.objects.count() == 1
    assert versions.current("ranking") == 1


def test_a_change_is_written_and_hours_follow(tmp_path):
    run(write_offers(tmp_path, body(1), body(2)))
    first = Offer.objects.get(remote_id="r1")
    moved = body(
        1,
        title="Une semaine à la menuiserie",
        daily_hours={"lundi": ["8:00", "16:00"]},
        coordinates={"latitude": 45.21, "longitude": 5.7},
    )
    out = run(write_offers(tmp_path, moved, body(2)))
    assert "offers: 0 added, 1 changed" in out
    offer = Offer.objects.get(remote_id="r1")
    assert (offer.pk, offer.published_at) == (first.pk, first.published_at)
    assert offer.title == "Une semaine à la menuiserie"
    assert offer.site.point.y == 45.21
    assert hours_of("r1") == [(28800, 57600)]
    assert hours_of("r2") == [(32400, 43200), (32400, 61200)]


def test_two_equal_places_of_a_host_are_one_site(tmp_path):
    same = body(2, street="1, RUE DES ESSAIS", city="VALBOURG")
    other_host = body(3, employer_name="Mairie de Valbourg")
    run(write_offers(tmp_path, body(1), same, other_host))
    assert Site.objects.count() == 2
    sites = dict(Offer.objects.values_list("remote_id", "site_id"))
    assert sites["r1"] == sites["r2"] != sites["r3"]


def test_one_name_in_two_departements_is_two_hosts(tmp_path):
    away = body(2, zipcode="69100", coordinates={"latitude": 45.76, "longitude": 4.88})
    again = body(3, employer_name="MENUISERIE DES ESSAIS")
    out = run(write_offers(tmp_path, body(1), away, again))
    assert Host.objects.count() == 2
    assert "host_described_twice" in out


def test_two_sources_may_use_one_remote_id(tmp_path):
    file = write_offers(tmp_path, body())
    run(file, source="a")
    run(file, source="b")
    assert Offer.objects.count() == 2


def test_an_offer_that_is_not_in_the_file_stays_unless_the_file_is_whole(tmp_path):
    run(write_offers(tmp_path, body(1), body(2)))
    run(write_offers(tmp_path, body(1)), source="elsewhere", whole=True)
    run(write_offers(tmp_path, body(1)))
    assert Offer.objects.open().filter(source="partner").count() == 2
    out = run(write_offers(tmp_path, body(1)), whole=True)
    assert "1 unpublished" in out
    assert Offer.objects.filter(source="partner").count() == 2
    assert Offer.objects.open().get(source="partner").remote_id == "r1"
    assert "Nothing to change" in run(write_offers(tmp_path, body(1)), whole=True)


def test_the_date_of_publication_is_kept_or_taken_from_the_body(tmp_path):
    dated = body(1, published_at="2026-11-02T08:00:00+01:00")
    run(write_offers(tmp_path, dated, {**body(2), "published_at": None}))
    moments = dict(Offer.objects.values_list("remote_id", "published_at"))
    assert moments == {"r1": datetime(2026, 11, 2, 7, tzinfo=UTC), "r2": None}


def test_an_offer_taken_off_by_a_moderator_does_not_come_back(tmp_path):
    file = write_offers(tmp_path, body())
    run(file)
    Offer.objects.update(published_at=None)
    assert "Nothing to change" in run(file)
    assert not Offer.objects.open().exists()


def test_a_bad_offer_is_told_and_the_rest_imported(tmp_path):
    run(write_offers(tmp_path, body(1), body(2, coordinates=None), body(3)))
    assert Offer.objects.count() == 2
    notice = ImportNotice.objects.get()
    assert (notice.row, notice.column, notice.code) == (2, "coordinates", "no_coordinates")


def test_a_failure_in_the_middle_leaves_nothing(tmp_path, monkeypatch):
    whole = OfferTable.write

    def write_then_fail(table, diff):
        whole(table, diff)
        raise DatabaseError("disk full")

    monkeypatch.setattr(OfferTable, "write", write_then_fail)
    with pytest.raises(DatabaseError):
        run(write_offers(tmp_path, body()))
    for model in (Host, Site, Offer, WorkingHours, ImportRun):
        assert not model.objects.exists()


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_file_of_another_kind_is_refused_in_one_line(tmp_path, name):
    make, words = UNUSABLE[name]
    path = make(tmp_path)
    line = refusal("import_offers", path, apply=True)
    assert words in line
    assert path.name in line


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[{]", "row 1: broken JSON at character 3"),
        ("[" * 100_000, "nested too deep"),
        ("[]", "the array is empty"),
        (json.dumps(body()), "one JSON array"),
        (json.dumps([body(weeks=None)]), "none of 1 offers can be used; item 1: weeks"),
        ("title,description\n", "JSON was expected"),
    ],
)
def test_what_is_no_list_of_offers(tmp_path, content, words):
    path = tmp_path / "offers.json"
    path.write_text(content, encoding="utf-8")
    line = refusal("import_offers", path, apply=True)
    assert line.startswith("offers.json")
    assert words in line


def test_latin_1_is_refused(tmp_path):
    path = tmp_path / "offers.json"
    path.write_bytes(json.dumps([body()], ensure_ascii=False).encode("latin-1"))
    assert "not UTF-8" in refusal("import_offers", path)


@pytest.mark.parametrize("source", ["", "Ville de Paris", "a:b", "x" * 61])
def test_a_source_is_a_short_plain_name(tmp_path, source):
    assert "--source" in refusal("import_offers", write_offers(tmp_path, body()), source=source)


def test_a_file_brings_no_removed_offer_back_and_takes_no_seat_away(tmp_path):
    dated = body(1, published_at="2026-11-02T08:00:00+01:00", max_candidates=3)
    run(write_offers(tmp_path, dated))
    Offer.objects.update(published_at=None, removed_at=timezone.now(), seats_taken=2)
    run(write_offers(tmp_path, {**dated, "max_candidates": 1}))
    offer = Offer.objects.get()
    assert (offer.published_at, offer.capacity) == (None, 2)
