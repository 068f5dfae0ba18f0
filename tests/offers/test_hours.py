import pytest

from offers.hours import distinct_hours, parse_clock, parse_daily_hours

NINE, FIVE = 9 * 3600, 17 * 3600


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("9:00", 32400), ("09:30", 34200), ("9h", 32400), ("17h45", 63900), ("24:00", 86400)],
)
def test_times_of_day(text, seconds):
    assert parse_clock(text) == seconds


@pytest.mark.parametrize("text", ["", "9", "25:00", "24:30", "9:60", "neuf heures", "-1:00"])
def test_what_is_not_a_time(text):
    with pytest.raises(ValueError, match="time"):
        parse_clock(text)


@pytest.mark.parametrize("nothing", [None, {}, [], "", {"lundi": ["", ""]}, {"mardi": None}])
def test_no_hours_means_nine_to_five(nothing):
    assert distinct_hours(parse_daily_hours(nothing)) == ((NINE, FIVE),)


def test_distinct_pairs_saturday_included():
    daily = parse_daily_hours(
        {
            "Samedi": ["10:00", "12:00"],
            "lundi": ["9:00", "17:00"],
            "mardi": ["9:00", "17:00"],
            "mercredi": ["9:00", "12:00"],
        }
    )
    assert list(daily) == ["lundi", "mardi", "mercredi", "samedi"]
    assert distinct_hours(daily) == ((NINE, 12 * 3600), (NINE, FIVE), (36000, 43200))


def test_a_day_in_two_parts_counts_from_first_to_last():
    daily = parse_daily_hours({"lundi": ["8:30", "12:00", "13:30", "16:30"]})
    assert distinct_hours(daily) == ((30600, 59400),)


@pytest.mark.parametrize(
    ("daily", "words"),
    [
        ("9-17", "must look like"),
        ({"monday": ["9:00", "17:00"]}, "not a French day name"),
        ({"lundi": ["17:00", "9:00"]}, "do not follow"),
        ({"lundi": ["9:00", "9:00"]}, "do not follow"),
        ({"lundi": ["9:00"]}, "1 times"),
        ({"lundi": "9:00"}, "must be a list"),
        ({"lundi": ["9:00", "tard"]}, "lundi: 'tard' is not a time"),
    ],
)
def test_bad_hours_name_the_day(daily, words):
    with pytest.raises(ValueError, match=words):
        parse_daily_hours(daily)
