"""Where seats are missing: page, CSV and GeoJSON say the same."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from geo_matching.matching.computing import compute_colleges
from geo_matching.matching.versioned_cache import clear_all
from maps import territory_tables
from tests.maps.page_html import read
from tests.matching.toy_town import FAR, FOOT, at, offer_at, toy_college
from tests.qpv_data.factories import make_college, make_departement, make_qpv

pytestmark = pytest.mark.django_db
# Walked in a little more than half an hour.
WALK = 2_000


def compute(colleges):
    assert list(compute_colleges(colleges))


@pytest.fixture
def town(college):
    """One collège that reaches 3 + 5 seats within 30 min and 7 more within 45, one not computed."""
    offer_at(FOOT, capacity=3)
    offer_at(FAR, capacity=5)
    offer_at(WALK, capacity=7)
    college.name, college.pupils = "Collège des Prés", 400
    college.save()
    make_qpv(name="Les Peupliers", code="QN03801N")
    compute([college])
    return make_college(name="Collège lointain", north_m=300_000)


def rows(client, **asked):
    response = client.get("/territoire/export.csv", {"departement": "38", **asked})
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_a_sentence_for_each_the_worst_served_first(client, town):
    text = read(client.get("/territoire/?departement=38")).text
    assert "15 places (3 offres) à 45\u202fmin ou moins pour 400 élèves de toutes" in text
    assert "Compté depuis Collège des Prés." in text
    assert text.index("Collège des Prés") < text.index("Collège lointain")
    assert "Trajets pas encore calculés." in text
    assert "pas encore calculé (1)" in text


def test_seats_are_counted_against_the_pupils_of_3e_where_they_are_known(client, town, college):
    type(college).objects.filter(pk=college.pk).update(pupils_3e=96, pupils_year=2025)
    type(town).objects.filter(pk=town.pk).update(pupils_3e=40, pupils_year=2025)
    text = read(client.get("/territoire/?departement=38")).text
    bound = "15 places (3 offres) à 45\u202fmin ou moins"
    assert text.count(f"{bound} pour 96 élèves de 3e, soit 16 pour 100 élèves de 3e.") == 2
    assert "toutes les classes" not in text
    assert "rapportées aux élèves de 3e (rentrée 2025)." in text
    known = rows(client)[0]
    assert (known["eleves"], known["places_pour_100_eleves"]) == ("400", "3,8")
    assert (known["eleves_3e"], known["places_pour_100_eleves_3e"]) == ("96", "15,6")


def test_a_ratio_to_all_pupils_is_never_taken_for_one_to_pupils_of_3e(client, town):
    text = read(client.get("/territoire/?departement=38")).text
    assert (
        "pour 400 élèves de toutes les classes, soit 3,8 pour 100 élèves de toutes les classes."
        in text
    )
    assert "Aucun collège de ce département n'a encore d'effectif de 3e" in text
    known = rows(client)[0]
    assert (known["places_pour_100_eleves"], known["places_pour_100_eleves_3e"]) == ("3,8", "")
    type(town).objects.filter(pk=town.pk).update(pupils_3e=40, pupils_year=2025)
    text = read(client.get("/territoire/?departement=38")).text
    assert "n'est pas connu pour 1 collège sur 2" in text


def test_pupils_of_a_quarter_are_of_3e_only_when_all_its_colleges_say(client, town, college):
    """A sum over some of its collèges would be too small, and the ratio too good."""
    type(college).objects.filter(pk=college.pk).update(pupils_3e=96, pupils_year=2025)
    second = toy_college(name="Collège de la Gare", point=at(30), pupils=200)
    compute([second])
    quarter = "15 places (3 offres) à 45\u202fmin ou moins pour 600 élèves de toutes les classes"
    assert quarter in read(client.get("/territoire/?departement=38")).text
    assert (rows(client)[-1]["eleves"], rows(client)[-1]["eleves_3e"]) == ("600", "")
    type(second).objects.filter(pk=second.pk).update(pupils_3e=54)
    assert (
        "pour 150 élèves de 3e, soit 10 pour"
        in read(client.get("/territoire/?departement=38")).text
    )
    assert rows(client)[-1]["eleves_3e"] == "150"


def test_a_college_without_any_count_says_so(client, town, college):
    type(college).objects.filter(pk=college.pk).update(pupils=None)
    text = read(client.get("/territoire/?departement=38")).text
    assert "15 places (3 offres) à 45\u202fmin ou moins\u202f; nombre d'élèves inconnu." in text
    type(college).objects.filter(pk=college.pk).update(pupils=400, pupils_3e=0)
    text = read(client.get("/territoire/?departement=38")).text
    assert "15 places (3 offres) à 45\u202fmin ou moins pour 0 élève de 3e." in text


def test_a_longer_trip_reaches_more(client, town):
    for minutes, seats in (("30", "8"), ("45", "15"), ("60", "15"), ("nonsense", "15")):
        assert rows(client, minutes=minutes)[0]["places"] == seats
        page = read(client.get("/territoire/", {"minutes": minutes}))
        assert f"{seats} places" in page.text
    assert rows(client, minutes="999")[0]["minutes"] == "45"


def test_the_departement_of_the_network_is_shown_first(client, town):
    page = read(client.get("/territoire/"))
    assert "selected" in page.all("option", value="38")[0]


def test_a_departement_without_college_is_not_found(client, town):
    make_departement("73", "Savoie")
    assert client.get("/territoire/?departement=73").status_code == 404
    assert client.get("/territoire/?departement=9Z").status_code == 404
    assert client.get("/territoire/export.csv?departement=9Z").status_code == 404
    assert client.get("/territoire/export.geojson").status_code == 404


def test_without_any_data_the_page_says_so(client):
    assert "Aucun collège n'est encore enregistré." in read(client.get("/territoire/")).text


def test_csv_opens_in_a_french_spreadsheet(client, town):
    response = client.get("/territoire/export.csv?departement=38")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="stages-38-45min.csv"' in response["Content-Disposition"]
    assert response.content.startswith(b"\xef\xbb\xbftype;code;nom;")
    known, unknown, qpv = rows(client)
    assert (known["nom"], known["label"], known["eleves"]) == ("Collège des Prés", "REP+", "400")
    assert (known["places"], known["offres"], known["places_pour_100_eleves"]) == ("15", "3", "3,8")
    assert (unknown["nom"], unknown["places"], unknown["classe"]) == ("Collège lointain", "", "")
    assert (qpv["type"], qpv["code"], qpv["places"]) == ("qpv", "QN03801N", "15")


def test_a_name_is_never_a_formula(client, town):
    make_college(name='=HYPERLINK("x")')
    assert [row["nom"] for row in rows(client) if "HYPER" in row["nom"]] == ['\'=HYPERLINK("x")']


def test_geojson_carries_every_place_with_its_seats(client, town):
    make_college(name="Collège sans position", point=None)
    response = client.get("/territoire/export.geojson?departement=38&minutes=45")
    assert response["Content-Type"] == "application/geo+json"
    body = response.json()
    assert (body["type"], body["departement"], body["minutes"]) == ("FeatureCollection", "38", 45)
    kinds = [(f["geometry"]["type"], f["properties"]["nom"]) for f in body["features"]]
    assert kinds == [
        ("MultiPolygon", "Les Peupliers"),
        ("Point", "Collège des Prés"),
        ("Point", "Collège lointain"),
    ]
    known = body["features"][1]
    assert known["properties"]["places"] == 15
    assert known["properties"]["classe"] == 1
    assert known["geometry"]["coordinates"] == pytest.approx([at(0).x, at(0).y])


def test_the_legend_counts_what_the_table_lists(client, town):
    second = toy_college(name="Collège de la Gare", point=at(2_700))
    compute([second])
    page = read(client.get("/territoire/?departement=38"))
    listed = [
        a["class"].split()[1]
        for a in page.all("span")
        if (a.get("class") or "").startswith("seats seats-")
    ]
    assert len([one for one in listed if one != "seats--unknown"]) == 3


def test_many_colleges_cost_no_more_queries(client, town):
    def queries():
        clear_all()
        with CaptureQueriesContext(connection) as captured:
            client.get("/territoire/?departement=38")
        return len(captured)

    few = queries()
    for number in range(5):
        make_college(name=f"Collège {number}", north_m=1000 * number)
        make_qpv(name=f"Quartier {number}", code=f"QN0389{number}N", north_m=1000 * number)
    assert queries() == few <= 20


def test_a_table_is_written_once_for_all_who_look_and_anew_when_it_says_something_else(
    client, town, college, monkeypatch
):
    written, really = [], territory_tables._write

    def note(*asked):
        written.append(asked)
        return really(*asked)

    monkeypatch.setattr(territory_tables, "_write", note)
    for _ in range(3):
        first = client.get("/territoire/?departement=38").content
    assert len(written) == 2
    assert client.get("/territoire/?departement=38").content == first
    # No import, hence no version, says so: the row itself does.
    for changed in ({"name": "Collège des Ormes"}, {"pupils": 123}, {"priority": "none"}):
        before = client.get("/territoire/?departement=38").content.decode()
        type(college).objects.filter(pk=college.pk).update(**changed)
        after = client.get("/territoire/?departement=38").content.decode()
        assert before.split("<table")[1] != after.split("<table")[1], changed
    assert "Collège des Ormes" in after
