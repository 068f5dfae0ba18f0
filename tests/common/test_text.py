import pytest
from django.template import Context, Template

from geo_matching.common.text import normalise, of_whom, one_line, shorten, time_in_words, typeset


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("  Collège d'Éloi-Ville ", "college d eloi ville"),
        ("Cœur d’Hérault", "coeur d herault"),
        ("REP+", "rep+"),
        ("N°Département", "n departement"),
    ],
)
def test_normalise(text, same):
    assert normalise(text) == same


def test_lines_are_joined_and_cut():
    assert one_line(" a\n b\t c ") == "a b c"
    assert shorten("x" * 100, 10) == "xxxxxxx..."


def test_signs_in_french():
    assert typeset("Lundi : « oui » ; à 8 h !") == (
        "Lundi\u202f: «\u202foui\u202f»\u202f; à 8 h\u202f!"
    )


def test_times_in_french():
    assert time_in_words(29520) == "8\u202fh\u202f12"
    assert time_in_words(32400) == "9\u202fh"


def test_a_name_after_de():
    names = ("Andréa", "Élie", "Œdipe", "Yanis", "Henri", "l'Atelier", "")
    assert [of_whom(name) for name in names] == [
        "d'Andréa",
        "d'Élie",
        "d'Œdipe",
        "de Yanis",
        "de Henri",
        "de l'Atelier",
        "de ",
    ]
    page = Template("Convention de stage {{ name|of_whom }}").render(Context({"name": "Élie <b>"}))
    assert page == "Convention de stage d&#x27;Élie &lt;b&gt;"
