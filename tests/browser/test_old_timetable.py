"""The pupil reads above the list that the minutes rest on a timetable that has ended."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from offers.weeks import format_week
from tests.browser.conftest import WEEK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_ended_timetable_is_told_and_follows_the_week(page, town, build, college):
    build.covered_from, build.covered_to = dt.date(2023, 4, 10), dt.date(2023, 6, 4)
    build.save()
    page.goto(f"{town.url}/stages/?college={college.uai}")
    box = page.locator("#horaires")
    expect(box).to_contain_text("Horaires du mardi 8 janvier 2030")
    expect(box).to_contain_text("le réseau n'a pas encore publié ceux")
    page.select_option("#semaine", format_week(WEEK))
    expect(box).to_contain_text("de la semaine du")
    assert Axe().run(page).response["violations"] == []


def test_a_timetable_of_these_weeks_is_not_worth_a_word(page, town, build, college):
    today = timezone.localdate()
    build.covered_from, build.covered_to = today, today + dt.timedelta(weeks=20)
    build.save()
    page.goto(f"{town.url}/stages/?college={college.uai}")
    page.locator(".offer__open").first.wait_for()
    expect(page.locator("#horaires")).to_be_hidden()
