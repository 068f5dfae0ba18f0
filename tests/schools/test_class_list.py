"""A class list read from any tool: what is kept, and what is left out with its line."""

import datetime as dt

import pytest

from geo_matching.common.errors import InputError
from geo_matching.schools.sources.class_list import class_key, read_class_list
from tests.schools.lists import PLAIN, class_list, workbook

BOTH = [("MARTIN", "Léa", "3e A"), ("D'ARÇON", "Élie-Noé", "3e B")]


def names(content: bytes) -> list[tuple[str, str, str]]:
    rows = read_class_list(content).rows
    return [(row.last_name, row.first_name, row.class_name) for row in rows]


def notices(content: bytes) -> list[tuple[int, str]]:
    return [(notice.row, notice.code) for notice in read_class_list(content).notices]


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("cp1252"),
        PLAIN.encode("mac_roman"),
        PLAIN.encode("utf-16"),
        PLAIN.replace(";", ",").encode(),
        PLAIN.replace(";", "\t").encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode("mac_roman"),
        f"sep=;\n{PLAIN}".encode(),
        f"Collège des Tilleuls;;\n;;\n{PLAIN}".encode(),
        b"DIVISION;NOM DE FAMILLE ;Prenom 1\n3e A;MARTIN;L\xc3\xa9a\n3e B;D'AR\xc3\x87ON;\xc3\x89lie-No\xc3\xa9",
        'Élève;Classe\nMARTIN Léa;3e A\n"D\'ARÇON Élie-Noé";3e B\n'.encode(),
        workbook(("Nom", "Prénom", "Classe"), *BOTH),
        workbook(
            ("Liste 2026",), (), ("Classe", "Nom", "Prénom"), *((c, a, b) for a, b, c in BOTH)
        ),
    ],
)
def test_every_tool_and_encoding_says_the_same(content):
    assert names(content) == BOTH
    assert notices(content) == []


def test_birth_dates_addresses_and_numbers_are_not_even_read():
    content = workbook(
        ("INE", "Nom", "Prénom", "Né(e) le", "Adresse", "Classe"),
        ("123456789AA", "MARTIN", "Léa", dt.date(2012, 5, 1), "1 rue des Essais", "3e A"),
    )
    listed = read_class_list(content)
    assert names(content) == [("MARTIN", "Léa", "3e A")]
    for secret in ("123456789AA", "2012", "Essais"):
        assert secret not in repr(listed)


def test_accents_decomposed_by_a_mac_are_composed():
    assert names(class_list("LEFE\u0300VRE;Zoe\u0301;3A")) == [("LEFÈVRE", "Zoé", "3A")]


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        (";Léa;3A", "missing-name", "Nom"),
        ("MARTIN;;3A", "missing-name", "Prénom"),
        ("MARTIN;Léa;", "missing-class", "Classe"),
        ("MARTIN;Léa", "missing-class", "Classe"),
        ('=HYPERLINK("http://x");Léa;3A', "not-a-name", "Nom"),
        ("MARTIN;<script>alert(1)</script>;3A", "not-a-name", "Prénom"),
        ("+33612345678;Léa;3A", "not-a-name", "Nom"),
        (f"{'A' * 81};Léa;3A", "not-a-name", "Nom"),
        ("MARTIN;Léa;=1+1", "not-a-class", "Classe"),
        (f"MARTIN;Léa;{'3' * 31}", "not-a-class", "Classe"),
        ("MARTIN;Léa;4e B", "other-level", "Classe"),
        ("MARTIN;Léa;601", "other-level", "Classe"),
    ],
)
def test_a_wrong_line_is_left_out_and_the_others_stay(line, code, column):
    listed = read_class_list(class_list("PETIT;Ana;3A", line, "ROUX;Tom;3B"))
    assert [row.last_name for row in listed.rows] == ["PETIT", "ROUX"]
    (notice,) = listed.notices
    assert (notice.row, notice.code, notice.column) == (3, code, column)


def test_a_name_that_cannot_be_parted_is_left_out():
    content = class_list("Léa Martin;3A", "MARTIN;3A", header="Élève;Classe")
    assert notices(content) == [(2, "missing-name"), (3, "missing-name")]


def test_a_pupil_written_twice_is_kept_once():
    content = class_list("MARTIN;Léa;3e A", "Martin;LEA;3EME A", "MARTIN;Léa;3e B")
    assert names(content) == [("MARTIN", "Léa", "3e A"), ("MARTIN", "Léa", "3e B")]
    assert notices(content) == [(3, "twice")]


def test_formulas_of_a_workbook_are_never_computed():
    content = workbook(("Nom", "Prénom", "Classe"), ("=1+1", "Léa", "3A"), ("PETIT", "Ana", "3A"))
    assert names(content) == [("PETIT", "Ana", "3A")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"  \n ", "vide"),
        (b";;\n;;\n", "vide"),
        (b"%PDF-1.7 \xe2\xe3", "n'est pas une liste"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "n'est pas une liste"),
        (b"<!doctype html><p>Connexion</p>", "n'est pas une liste"),
        (b'{"nom": "MARTIN"}', "n'est pas une liste"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "ancien Excel"),
        (b"PK\x03\x04 cut short", "abîmé"),
        (b"\xff\xfeN", "n'est pas une liste"),
        (b"x" * 2_000_001, "trop lourd"),
        (b"Nom;Classe\nMARTIN;3A", "Colonne introuvable\u202f: Prénom."),
        (b"MARTIN;L\xc3\xa9a;3A", "Nom, Prénom, Classe"),
        (class_list(), "aucun élève"),
        (class_list("PETIT;Ana;3A", '"MARTIN;Léa;3A', "ROUX;Tom;3B"), "ligne 3"),
    ],
)
def test_what_is_not_a_list_is_refused_in_one_clear_line(content, words):
    with pytest.raises(InputError) as caught:
        read_class_list(content)
    assert words in caught.value.message
    assert "\n" not in caught.value.message


def test_ten_thousand_pupils_are_not_a_college():
    lines = [f"MARTIN{chr(97 + n % 26)};Léa;3e {n // 26}" for n in range(10_000)]
    with pytest.raises(InputError, match="plus qu'un collège"):
        read_class_list(class_list(*lines))
    rows = [("MARTIN", "Léa", f"3e {n}") for n in range(2001)]
    with pytest.raises(InputError, match="plus qu'un collège"):
        read_class_list(workbook(("Nom", "Prénom", "Classe"), *rows))


def test_one_class_has_many_spellings():
    same = {class_key(name) for name in ("3e A", "3ème A", "3EME  a", "3°A", "3A", "3 A")}
    assert same == {"3a"}
    assert class_key("3E") == "3e"
    assert class_key("3e E") == class_key("3E")
    assert len({class_key(name) for name in ("301", "302", "3A", "Troisième A")}) == 4
