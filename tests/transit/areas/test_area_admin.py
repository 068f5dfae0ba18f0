"""The administration pages of areas, feeds and networks open; only an area's choices may be changed."""

import pytest
from django.contrib import admin
from django.urls import path, reverse

from tests.accounts.factories import make_administrator
from transit.models import Area, Feed, FeedVersion, NetworkBuild

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
urlpatterns = [path("admin/", admin.site.urls)]


@pytest.fixture
def staff(client):
    client.force_login(make_administrator())
    return client


def page_of(model, view: str, *args) -> str:
    return reverse(f"admin:transit_{model._meta.model_name}_{view}", args=args)


@pytest.mark.parametrize("model", [Area, Feed, FeedVersion, NetworkBuild])
def test_list_and_page_open(staff, refresh, model):
    refresh()
    words = {"q": "a"} if model in (Area, Feed) else {}
    assert staff.get(page_of(model, "changelist"), words).status_code == 200
    assert staff.get(page_of(model, "change", model.objects.first().pk)).status_code == 200


def test_feeds_are_imposed_by_hand_and_the_code_stays(staff, refresh):
    refresh()
    feed = Feed.objects.get()
    form = {
        "code": "other",
        "name": "Isère et Grésivaudan",
        "departements": "38",
        "regions": "84",
        "communes": "",
        "streets": "rhone-alpes",
        "pinned": [feed.pk],
    }
    assert staff.post(page_of(Area, "change", "38"), form).status_code == 302
    area = Area.objects.get()
    assert (area.code, area.name, area.streets) == ("38", "Isère et Grésivaudan", ["rhone-alpes"])
    assert list(area.pinned.all()) == [feed]
