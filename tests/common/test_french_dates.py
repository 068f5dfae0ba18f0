"""The first of a month is "1er" wherever a template or a sentence says a date."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import timezone

from geo_matching.common.french_dates import french_date


def shown(moment, form):
    return Template(f'{{{{ at|date:"{form}" }}}}').render(Context({"at": moment}))


@pytest.mark.parametrize(
    ("day", "form", "words"),
    [
        (dt.date(2026, 12, 1), "j F Y", "1er décembre 2026"),
        (dt.date(2026, 12, 1), "l j F", "mardi 1er décembre"),
        (dt.date(2026, 12, 11), "j F", "11 décembre"),
        (dt.date(2026, 12, 21), "j F", "21 décembre"),
        (dt.date(2026, 1, 1), "d/m/Y", "01/01/2026"),
        (None, "j F", ""),
    ],
)
def test_a_date_in_a_template(day, form, words):
    assert shown(day, form) == words
    assert french_date(day, form) == words


def test_a_moment_is_told_in_local_time():
    late = dt.datetime(2026, 11, 30, 23, 30, tzinfo=dt.UTC)
    assert shown(late, "j F") == "1er décembre"
    assert french_date(timezone.localtime(late), "j F") == "1er décembre"
