"""The look-up of a SIRET: the published answer, and a server that misbehaves on purpose."""

import json
from datetime import date
from io import StringIO

import pytest
from django.contrib import messages
from django.core.management import CommandError, call_command
from django.utils import timezone

from geo_matching.common.errors import InputError
from offers.company_search import CompanySearch, CompanySearchError
from offers.company_words import told_in_french
from offers.models import NafSector
from offers.sources.companies import Found, read_answer, siret_fault
from tests.local_server import LocalServer, Reply

# Invented numbers that pass the check of INSEE.
SIRET, SECOND = "12345678200010", "12345678200028"
TODAY = date(2026, 11, 26)


def place(siret=SIRET, **fields):
    return {
        "siret": siret,
        "etat_administratif": "A",
        "activite_principale": "62.01Z",
        "activite_principale_naf25": "62.10Y",
        "adresse": "1 RUE DES ESSAIS 38990 VALBOURG",
        "commune": "38999",
        "libelle_commune": "VALBOURG",
        "code_postal": "38990",
        "latitude": "45.2",
        "longitude": "5.7",
        **fields,
    }


def unit(siege=None, matches=(), **fields):
    return {
        "siren": SIRET[:9],
        "nom_complet": "ATELIERS DE VALBOURG (ADV)",
        "nom_raison_sociale": "ATELIERS DE VALBOURG",
        "activite_principale": "62.01Z",
        "dirigeants": [{"nom": "INVENTE", "prenoms": "PERSONNE", "date_de_naissance": "1970-01"}],
        "siege": siege or place(),
        "matching_etablissements": list(matches),
        **fields,
    }


def answer(*units):
    return {"results": list(units), "total_results": len(units), "page": 1, "per_page": 10}


def body(*units):
    return json.dumps(answer(*units)).encode()


@pytest.mark.parametrize(
    ("siret", "is_right"),
    [
        (SIRET, True),
        (SECOND, True),
        ("35600000000048", True),
        ("12345678200011", False),
        ("1234567820001", False),
        ("1234567820001A", False),
        ("", False),
    ],
)
def test_the_check_of_a_siret(siret, is_right):
    assert (siret_fault(siret) == "") == is_right


def test_the_head_office():
    found = read_answer(answer(unit()), SIRET)
    assert found.found is Found.ESTABLISHMENT
    here = found.establishment
    assert (here.name, here.postcode, here.city) == ("ATELIERS DE VALBOURG", "38990", "VALBOURG")
    assert (here.lat, here.lon, here.is_head_office, here.is_open) == (45.2, 5.7, True, True)
    assert (here.naf, here.naf_2025) == ("62.01Z", "62.10Y")


def test_nothing_of_persons_is_kept():
    assert "INVENTE" not in repr(read_answer(answer(unit()), SIRET))


def test_a_secondary_establishment_by_the_matches():
    other = place(SECOND, est_siege=False, liste_enseignes=["LA FORGE"], etat_administratif="F")
    here = read_answer(answer(unit(matches=[other])), SECOND).establishment
    assert (here.name, here.is_head_office, here.is_open) == ("LA FORGE", False, False)


def test_a_secondary_establishment_that_is_not_listed():
    found = read_answer(answer(unit()), SECOND)
    assert found.found is Found.FIRM_ONLY
    assert (found.establishment.name, found.establishment.address) == ("ATELIERS DE VALBOURG", "")


def test_a_firm_that_is_not_there():
    assert read_answer(answer(), SIRET).found is Found.NOTHING
    assert read_answer(answer(unit(siren="999999999")), SIRET).found is Found.NOTHING


def test_what_is_not_disclosed_is_blank():
    hidden = place(adresse="[ND] [ND] 38990 VALBOURG", latitude="[ND]", longitude=None)
    here = read_answer(answer(unit(hidden)), SIRET).establishment
    assert (here.discloses, here.address, here.lat) == (False, "38990 VALBOURG", None)


def test_swapped_coordinates_are_none():
    here = read_answer(answer(unit(place(latitude="5.7", longitude="45.2"))), SIRET).establishment
    assert here.lat is None


@pytest.mark.parametrize("document", [[], {}, {"results": {}}, None, "x", {"erreur": "q"}])
def test_another_document_is_refused(document):
    with pytest.raises(InputError, match="results"):
        read_answer(document, SIRET)


@pytest.mark.parametrize("odd", [None, [], {"siege": None}, {"siren": SIRET[:9], "siege": []}])
def test_odd_units_are_passed_over(odd):
    assert read_answer(answer(odd, unit()), SIRET).found is Found.ESTABLISHMENT


@pytest.fixture
def server():
    with LocalServer() as running:
        yield running


@pytest.fixture
def waits():
    return []


@pytest.fixture
def search(server, waits):
    ticks = iter(range(1000))
    return CompanySearch(
        server.url("/search"), "stages (me@stages.example)", waits.append, lambda: next(ticks)
    )


@pytest.mark.network
def test_one_question_says_who_asks(server, search, waits):
    server.answers("/search", Reply(body=body(unit())))
    assert search.look_up(SIRET).found is Found.ESTABLISHMENT
    (request,) = server.requests
    assert f"q={SIRET}" in request.query
    assert request.headers["User-Agent"] == "stages (me@stages.example)"
    assert waits == []


@pytest.mark.network
@pytest.mark.parametrize(
    ("replies", "waited"),
    [
        ([Reply(429, headers={"Retry-After": "5"})], [5]),
        ([Reply(429)], [2]),
        ([Reply(429, headers={"Retry-After": "9999"})], [30]),
        ([Reply(503), Reply(500)], [2, 4]),
    ],
)
def test_it_waits_and_asks_again(server, search, waits, replies, waited):
    server.answers("/search", *replies, Reply(body=body(unit())))
    assert search.look_up(SIRET).found is Found.ESTABLISHMENT
    assert waits == waited


@pytest.mark.network
@pytest.mark.parametrize(
    ("reply", "words", "asked"),
    [
        (Reply(503), "answers 503", 4),
        (Reply(429), "answers 429", 4),
        (Reply(400, b'{"erreur": "q trop court"}'), "answers 400 (q trop court)", 1),
        (Reply(404, b"<html>"), "answers 404", 1),
        (Reply(302, headers={"Location": "http://127.0.0.1:9/"}), "answers 302", 1),
        (Reply(200, b"<html>", {"Content-Type": "text/html"}), "the answer is text/html", 1),
        (Reply(200, b'{"results": 3}'), "not as published", 1),
        (Reply(200, b"{", claims=500, cut_after=1), "no connection", 4),
    ],
)
def test_what_is_no_answer_is_told_in_one_line(server, search, reply, words, asked):
    server.answers("/search", reply)
    with pytest.raises(CompanySearchError) as caught:
        search.look_up(SIRET)
    assert words in str(caught.value)
    assert len(server.requests) == asked


@pytest.mark.network
def test_a_slow_server_is_left(server, search):
    search.timeout_s = (0.2, 0.05)
    server.answers("/search", Reply(body=body(unit()), wait_s=0.3))
    with pytest.raises(CompanySearchError, match="no answer in time"):
        search.look_up(SIRET)


@pytest.mark.network
def test_questions_keep_their_distance(server):
    waits = []
    search = CompanySearch(server.url("/search"), "x", waits.append, lambda: 100.0)
    server.answers("/search", Reply(body=body(unit())))
    search.look_up(SIRET)
    search.look_up(SIRET)
    assert waits == [pytest.approx(1 / 7)]


def test_what_is_no_siret_is_not_asked(search, server):
    with pytest.raises(InputError, match="not a SIRET"):
        search.look_up("123")
    assert server.requests == []


@pytest.mark.network
@pytest.mark.django_db
def test_the_command_and_the_words_for_people(server, search, settings, monkeypatch):
    # Before the codes of NAF 2025 are the official ones.
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    NafSector.objects.create(nomenclature="naf-rev2", code="62.01Z", sector="s31")
    settings.SOURCE_BASES = {"firms": server.base}
    closed = place(SECOND, etat_administratif="F")
    server.answers("/search", Reply(body=body(unit(matches=[closed]))))
    out = StringIO()
    call_command("look_up_siret", "123 456 782 00010", stdout=out)
    assert "activity: 62.01Z (naf-rev2), Informatique et réseaux" in out.getvalue()
    level, words = told_in_french(search, SIRET, TODAY)
    assert level == messages.SUCCESS
    assert words.endswith("domaine\u202f: Informatique et réseaux.")
    assert told_in_french(search, SECOND, TODAY)[0] == messages.ERROR
    assert "aucun SIRET" in told_in_french(search, "", TODAY)[1]
    with pytest.raises(CommandError, match="not a SIRET"):
        call_command("look_up_siret", "12")
