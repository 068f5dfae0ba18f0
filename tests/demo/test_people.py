"""Collèges, neighbourhoods and offers, read back by csv and json and by the importers' readers."""

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from pyproj import Transformer
from shapely.geometry import Point, shape

from geo_matching.demo import files
from geo_matching.demo.people.colleges import uai
from geo_matching.demo.people.headcounts import GRADES
from geo_matching.demo.people.texts import Care, Phrases, write
from geo_matching.demo.transport.calendars import school_weeks, two_years_from
from offers.sectors import SECTORS
from offers.sources.partner import read_partner_offers
from qpv_data.sources.addresses import read_addresses
from qpv_data.sources.colleges import read_colleges
from qpv_data.sources.qpv import read_qpv
from qpv_data.sources.yearly import read_headcounts
from tests.demo.conftest import START

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


@pytest.fixture(scope="module")
def schools(city: Path) -> list[dict[str, str]]:
    raw = (city / "fr-en-annuaire-education.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n")
    lines = raw.decode("utf-8-sig").split("\r\n")
    header = lines[0].split(";")
    return [dict(zip(header, line.split(";"), strict=True)) for line in lines[1:] if line]


@pytest.fixture(scope="module")
def offers(city: Path) -> list[dict]:
    return json.loads((city / "offers.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("number", "letter"), [("0352958", "A"), ("0350734", "H")])
def test_check_letter_of_known_schools(number: str, letter: str) -> None:
    assert LETTERS[int(number) % 23] == letter


def test_fourteen_colleges_in_the_ministrys_69_columns(schools: list[dict[str, str]]) -> None:
    assert {len(row) for row in schools} == {69}
    colleges = [row for row in schools if row["Type_etablissement"] == "Collège"]
    priority = Counter(row["Appartenance_Education_Prioritaire"] for row in colleges)
    assert priority == {"REP+": 3, "REP": 2, "": 9}
    assert len({row["Identifiant_de_l_etablissement"] for row in schools}) == len(schools)
    for row in schools:
        code = row["Identifiant_de_l_etablissement"]
        assert code == uai(int(code[3:7]))
        assert re.fullmatch(r"036\d{4}[A-Z]", code)
        assert code[-1] == LETTERS[int(code[:7]) % 23]
        assert row["Telephone"] == row["Mail"] == ""


def test_both_kinds_of_coordinates_agree(schools: list[dict[str, str]]) -> None:
    to_lambert = Transformer.from_crs(4326, 2154, always_xy=True)
    for row in schools:
        x, y = to_lambert.transform(float(row["longitude"]), float(row["latitude"]))
        assert abs(x - float(row["coordonnee_X"])) < 0.1
        assert abs(y - float(row["coordonnee_Y"])) < 0.1
        assert row["position"] == f"{row['latitude']}, {row['longitude']}"


def test_importers_readers_have_nothing_to_say(city: Path) -> None:
    colleges = read_colleges(city / "fr-en-annuaire-education.csv")
    assert len(colleges.rows) == 14
    assert colleges.notices == []
    addresses = read_addresses(city / files.DOORS, lambda departement: departement == "36")
    assert len(addresses.doors) > 10_000
    assert addresses.notices == []
    headcounts = read_headcounts(city / files.HEADCOUNTS)
    assert set(headcounts.rows) == {(uai, 2026) for uai in colleges.rows}
    assert headcounts.notices == []
    qpvs = read_qpv(city / "qpv_2024.geojson")
    assert len(qpvs.rows) == 6
    assert qpvs.notices == []
    partner = read_partner_offers(city / "offers.json")
    assert len(partner.offers) == 500
    assert partner.notices == []


def test_grades_add_up_to_what_the_directory_says(
    schools: list[dict[str, str]], city: Path
) -> None:
    known = {row["Identifiant_de_l_etablissement"]: row for row in schools}
    text = (city / files.HEADCOUNTS).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 14
    for row in rows:
        assert all(row.values())
        total = int(row["nombre_eleves_total"])
        assert sum(int(row[f"{grade}_total"]) for grade in GRADES) == total
        school = known[row["numero_college"]]
        assert school["Nombre_d_eleves"] == row["nombre_eleves_total"]
        assert 0.15 < int(row["3eme_total"]) / total < 0.35
        assert int(row["3eme_filles"]) + int(row["3emes_garcons"]) == int(row["3eme_total"])
        label = {("1", "0"): "REP", ("0", "1"): "REP+", ("0", "0"): ""}[row["rep"], row["rep_plus"]]
        assert label == school["Appartenance_Education_Prioritaire"]


def test_priority_colleges_lie_in_their_neighbourhoods(
    schools: list[dict[str, str]], city: Path
) -> None:
    collection = json.loads((city / "qpv_2024.geojson").read_text(encoding="utf-8"))
    areas = {f["properties"]["code_qp"]: shape(f["geometry"]) for f in collection["features"]}
    assert all(re.fullmatch(r"QN036\d\d[NMI]", code) for code in areas)
    assert all(area.is_valid for area in areas.values())
    assert {area.geom_type for area in areas.values()} == {"Polygon", "MultiPolygon"}
    for row in schools:
        if row["Appartenance_Education_Prioritaire"] and row["Type_etablissement"] == "Collège":
            point = Point(float(row["longitude"]), float(row["latitude"]))
            assert any(area.covers(point) for area in areas.values()), row["Nom_etablissement"]


def test_500_offers_at_300_sites_in_20_sectors(offers: list[dict]) -> None:
    assert len(offers) == 500
    assert len({offer["remote_id"] for offer in offers}) == 500
    places = {
        (offer["employer_name"], offer["street"], offer["coordinates"]["latitude"])
        for offer in offers
    }
    assert len(places) == 300
    sectors = {offer["sector_uuid"] for offer in offers}
    assert len(sectors) == 20
    assert sectors <= set(SECTORS)


def test_offers_keep_the_partner_apis_limits(offers: list[dict]) -> None:
    limits = {"title": 150, "description": 1500, "employer_name": 150, "employer_description": 275,
              "city": 50, "remote_id": 60, "permalink": 200}  # fmt: skip
    for offer in offers:
        for name, longest in limits.items():
            assert 0 < len(offer[name]) <= longest, (offer["remote_id"], name)
        assert not re.search("test|staging", offer["permalink"])
        assert re.fullmatch(r"36\d{3}", offer["zipcode"])
        assert 1 <= offer["max_candidates"] <= 12
        assert offer["grades"] == ["troisieme"]


def test_weeks_are_weeks_of_term_to_come(offers: list[dict]) -> None:
    terms = set(school_weeks(START, two_years_from(START)))
    for offer in offers:
        assert offer["weeks"]
        assert set(offer["weeks"]) <= terms
    assert {week[:4] for offer in offers for week in offer["weeks"]} == {"2026", "2027", "2028"}


def test_hours_start_early_or_late(offers: list[dict]) -> None:
    starts = Counter(
        hours[0] for offer in offers for hours in offer.get("daily_hours", {}).values()
    )
    assert {"7:30", "8:00", "9:00", "10:00"} <= set(starts)
    without = sum("daily_hours" not in offer for offer in offers)
    assert 50 < without < 200
    for offer in offers:
        for start, end in offer.get("daily_hours", {}).values():
            length = minutes(end) - minutes(start)
            assert 120 <= length <= 480, offer["remote_id"]


def minutes(text: str) -> int:
    hours, rest = map(int, text.split(":"))
    return 60 * hours + rest


def test_texts_are_of_uneven_quality(offers: list[dict]) -> None:
    lengths = [len(offer["description"]) for offer in offers]
    assert sum(length < 60 for length in lengths) > 25
    assert sum(length > 600 for length in lengths) > 40
    assert len({offer["description"] for offer in offers}) > 420
    assert len({offer["title"] for offer in offers}) > 90
    programmes = [o["description"] for o in offers if "\nMardi\u202f:" in o["description"]]
    assert len(programmes) > 30
    assert all("\nVendredi\u202f:" in text for text in programmes)
    assert not [o for o in offers if "{" in o["description"] or "{" in o["employer_name"]]


def test_some_offers_are_kept_for_some_pupils(offers: list[dict]) -> None:
    rep, qpv = (sum(offer[key] for offer in offers) for key in ("rep", "qpv"))
    assert 15 <= rep <= 60
    assert 12 <= qpv <= 55
    assert not [offer for offer in offers if offer["rep"] and offer["qpv"]]
    assert 40 < sum(offer["handicap_accessible"] for offer in offers) < 250


def test_more_care_makes_longer_texts() -> None:
    import numpy as np

    trade = {
        "titles": ["Titre"],
        "tasks": ["lire", "écrire", "compter", "dessiner", "mesurer"],
        "jobs": ["une cheffe", "un commis"],
        "kit": "rien",
    }
    lengths = [
        np.mean([
            len(write(trade, care, Phrases(np.random.default_rng(seed))).description)
            for seed in range(20)
        ])
        for care in Care
    ]  # fmt: skip
    assert lengths == sorted(lengths)
