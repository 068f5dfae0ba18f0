"""Finding a collège as people type its name."""

import pytest

from qpv_data.models import College
from tests.qpv_data.factories import make_college, make_commune

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def colleges():
    town = make_commune("38998", "Saint-Étienne-des-Prés")
    return [
        make_college(uai="0389001U", name="Collège Émile-Zola", postcode="38100"),
        make_college(name="Collège Victor-Schœlcher"),
        make_college(name="Collège de l'Oiselet", commune=town),
    ]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("emile zola", ["Collège Émile-Zola"]),
        ("ÉMILE", ["Collège Émile-Zola"]),
        ("zola emile", ["Collège Émile-Zola"]),
        ("schoelcher", ["Collège Victor-Schœlcher"]),
        ("Schœl", ["Collège Victor-Schœlcher"]),
        ("l'oiselet", ["Collège de l'Oiselet"]),
        ("saint etienne", ["Collège de l'Oiselet"]),
        ("oiselet prés", ["Collège de l'Oiselet"]),
        ("38100", ["Collège Émile-Zola"]),
        ("0389001u", ["Collège Émile-Zola"]),
        ("zola oiselet", []),
        ("%%", []),
        ("collège", ["Collège Victor-Schœlcher", "Collège de l'Oiselet", "Collège Émile-Zola"]),
    ],
)
def test_every_word_counts_and_no_accent_does(typed, names):
    found = College.objects.named(typed).values_list("name", flat=True)
    assert sorted(found) == sorted(names)
