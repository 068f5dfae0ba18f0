"""A pupil's list while the stage takes place, after it, and once it has said how it was."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from geo_matching.applications import moving
from geo_matching.applications.feedback import giving
from geo_matching.applications.models import Application
from tests.applications.factories import send, team_member
from tests.applications.test_feedback import BEST
from tests.applications.test_pupil_pages import text

pytestmark = pytest.mark.django_db


def test_a_stage_that_is_over_asks_for_an_opinion_and_promises_nothing_more(
    client, student, monkeypatch
):
    # In the first days of August, last week is of another school year.
    monkeypatch.setattr(giving, "last_boundary", lambda today: today - dt.timedelta(weeks=40))
    application = send(student=student)
    moving.accept(application.pk, team_member(application.offer))
    moving.confirm(application.pk, student.user)
    today = timezone.localdate()
    Application.objects.update(week=int(f"{today:%G%V}"))
    page = text(client.get(reverse("my_applications")))
    assert "ta semaine de stage." in page
    assert "Tu as un stage." in page
    Application.objects.update(week=int(f"{today - dt.timedelta(weeks=1):%G%V}"))
    page = text(client.get(reverse("my_applications")))
    assert "Ton stage est terminé." in page
    assert f'href="{reverse("feedback_list")}">Donner mon avis' in page
    for over in ("Tu as un stage.", "Prépare ton trajet", "prépare la convention"):
        assert over not in page
    giving.give(application, student.user, BEST)
    page = text(client.get(reverse("my_applications")))
    assert "Ton stage est terminé." in page
    for said in ("Donner mon avis", "Dis comment c", "Et maintenant"):
        assert said not in page
