"""A pupil erases its account: its collège sees no row without a name."""

import pytest
from django.utils import timezone

from geo_matching.accounts.erasing import erase
from geo_matching.accounts.models.user import ERASED
from tests.applications.stages import MONDAY_AFTER, another_pupil, make_stage
from tests.maps.page_html import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: MONDAY_AFTER)
    return make_stage()


def test_it_is_in_no_class_list_and_gets_no_new_sheet(client, stage):
    stays = another_pupil(stage).student
    erase(stage.pupil)
    client.force_login(stage.head)
    for address in ("/college/classe/", "/college/codes/"):
        page = read(client.get(address))
        assert stays.user.last_name in page.text
        links = [link["href"] for link in page.all("a")]
        boxes = [box["value"] for box in page.all("input", name="pupil")]
        assert f"/college/eleves/{stage.student.pk}/" not in links
        assert str(stage.student.pk) not in boxes
    pupil = str(stage.student.pk)
    sheet = client.post(
        "/college/codes/feuille/", {"college": stage.student.college_id, "pupil": [pupil]}
    )
    assert sheet.status_code == 404


def test_a_stage_that_took_place_is_named_as_that_of_nobody(client, stage):
    erase(stage.pupil)
    client.force_login(stage.head)
    page = read(client.get("/avis/"))
    assert f"{ERASED}, {stage.student.school_class}" in page.text
