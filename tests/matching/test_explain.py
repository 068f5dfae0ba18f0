"""Reasons in plain French, as a pupil reads them."""

import pytest

from geo_matching.matching.explain import commute_reason, quality_reasons, rank_reasons
from geo_matching.matching.figures import CommuteFigures

FIGURES = CommuteFigures(
    start_s=9 * 3600,
    end_s=17 * 3600,
    morning_s=31 * 60 + 1,
    evening_s=25 * 60,
    commute_s=28 * 60,
    rides=2,
    walk_s=601,
)
PARTS = [
    {"rule": "programme", "label": "programme détaillé", "points": 25, "out_of": 25},
    {"rule": "detail", "label": "description courte", "points": 4, "out_of": 12},
    {"rule": "tutor", "label": "CAP : tuteur nommé", "points": 8, "out_of": 10},
    {"rule": "hours", "label": "Horaires donnés", "points": 8, "out_of": 10},
    {"rule": "capacity", "label": "plusieurs places", "points": 5, "out_of": 5},
    {"rule": "lunch", "label": "rien à dire", "points": 0, "out_of": 0},
]


@pytest.mark.parametrize(
    ("rides", "words"),
    [
        (0, "32\u202fmin à pied"),
        (1, "32\u202fmin, sans correspondance"),
        (2, "32\u202fmin, 1 correspondance"),
        (4, "32\u202fmin, 3 correspondances"),
    ],
)
def test_the_trip_is_told_first(rides, words):
    assert commute_reason(32, rides) == words


def test_the_best_parts_of_quality_are_told_and_weak_ones_are_not():
    assert quality_reasons(PARTS) == ["programme détaillé", "horaires donnés"]
    assert quality_reasons(PARTS[1:2]) == []
    assert quality_reasons(PARTS[2:3]) == ["CAP : tuteur nommé"]


def test_a_rank_is_explained_whole():
    assert rank_reasons(FIGURES, PARTS, 4, "Santé") == [
        "32\u202fmin, 1 correspondance",
        "dans un domaine que tu as choisi\u202f: Santé",
        "programme détaillé",
        "horaires donnés",
        "accueille 4 élèves",
    ]
    assert rank_reasons(FIGURES, [], 1) == [
        "32\u202fmin, 1 correspondance",
        "accueille 1 élève",
    ]


def test_figures_are_told_in_minutes_rounded_up_and_in_times_of_day():
    assert (FIGURES.minutes, FIGURES.morning, FIGURES.evening) == (32, 32, 25)
    assert FIGURES.walk_minutes == 11
    assert FIGURES.departure_s == 9 * 3600 - (31 * 60 + 1)
    assert FIGURES.back_s == 17 * 3600 + 25 * 60
