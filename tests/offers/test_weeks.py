from datetime import date

import pytest

from offers.weeks import (
    format_week,
    monday_of,
    parse_week,
    week_in_words,
    week_of,
    weeks_in_words,
)


@pytest.mark.parametrize(
    ("text", "week"),
    [("2026-W48", 202648), ("2025-W1", 202501), ("2025-W01", 202501), (" 2026-w53 ", 202653)],
)
def test_weeks_are_read_padded_or_not(text, week):
    assert parse_week(text) == week


@pytest.mark.parametrize("text", ["", "2026-48", "2026-W54", "2025-W53", "2026-W0", "du 16 juin"])
def test_a_week_that_does_not_exist_is_refused(text):
    with pytest.raises(ValueError, match="week"):
        parse_week(text)


def test_weeks_are_written_padded_and_unpadded():
    assert format_week(202501) == "2025-W01"
    assert format_week(202501, padded=False) == "2025-W1"


def test_the_iso_year_is_not_the_calendar_year():
    assert monday_of(202501) == date(2024, 12, 30)
    assert week_of(date(2024, 12, 31)) == 202501
    assert week_of(date(2027, 1, 1)) == 202653


@pytest.mark.parametrize(
    ("week", "words"),
    [
        (202648, "du lundi 23 au vendredi 27 novembre 2026"),
        (202649, "du lundi 30 novembre au vendredi 4 décembre 2026"),
        (202653, "du lundi 28 décembre 2026 au vendredi 1er janvier 2027"),
        (202723, "du lundi 7 au vendredi 11 juin 2027"),
        (202705, "du lundi 1er au vendredi 5 février 2027"),
    ],
)
def test_a_week_in_french(week, words):
    assert week_in_words(week) == words


def test_neighbouring_weeks_are_joined():
    assert weeks_in_words([]) == "toute l'année"
    assert weeks_in_words([202649, 202648]) == "du lundi 23 novembre au vendredi 4 décembre 2026"
    assert weeks_in_words([202648, 202650, 202703]) == (
        "du lundi 23 au vendredi 27 novembre 2026, du lundi 7 au vendredi 11 décembre 2026 "
        "et du lundi 18 au vendredi 22 janvier 2027"
    )
