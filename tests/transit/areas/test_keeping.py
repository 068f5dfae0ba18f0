"""Two versions of a network: going back, and deleting older folders but never one in use."""

import datetime as dt
import os
import time
from pathlib import Path

import pytest

from geo_matching.common.errors import InputError
from tests.transit.areas.publishers import MORE, TOWN
from transit.areas.keeping import prune, roll_back
from transit.models import NetworkBuild
from transit.queries import open_network
from transit.registry import end_hand_over

pytestmark = pytest.mark.django_db
AT_ONCE = dt.timedelta(0)
THIRD = MORE + "  trip 10:05 10:20\n"


@pytest.fixture
def three(refresh, publishers):
    """Three builds of the area, the last in service."""
    builds = []
    for text in (TOWN, MORE, THIRD):
        publishers.publish_feed("tag", text)
        builds.append(refresh()[1])
    return builds


def test_only_the_current_and_the_previous_build_stay(three):
    first, second, third = three
    end_hand_over("38")
    assert prune("38", AT_ONCE) == [Path(first.folder).name]
    assert not Path(first.folder).exists()
    assert [Path(build.folder).is_dir() for build in (second, third)] == [True, True]
    assert set(NetworkBuild.objects.all()) == {second, third}
    assert prune("38", AT_ONCE) == []


def test_a_build_that_still_answers_is_never_deleted(three):
    assert prune("38", AT_ONCE) == []
    assert NetworkBuild.objects.count() == 3


def test_a_request_that_chose_a_build_a_moment_ago_finds_its_folder(three):
    end_hand_over("38")
    assert prune("38") == []


def test_arrays_mapped_before_outlive_their_folder(three):
    network = open_network(Path(three[0].folder))
    end_hand_over("38")
    prune("38", AT_ONCE)
    assert network.trips_on(dt.date(2030, 1, 8)) == 2


def test_folders_of_a_killed_build_go_after_a_day(three, folders):
    home = folders / "networks" / "areas" / "38"
    young, abandoned = home / "young", home / ".old.123.part"
    for folder in (young, abandoned):
        folder.mkdir()
    yesterday = time.time() - 25 * 3600
    os.utime(abandoned, (yesterday, yesterday))
    end_hand_over("38")
    prune("38")
    assert young.exists()
    assert not abandoned.exists()


def test_cut_streets_go_when_no_network_kept_rests_on_them(three, folders):
    cut = folders / "sources" / "osm"
    used = Path(three[2].inputs["streets_file"])
    young, old = cut / "clipped-young", cut / "clipped-old"
    for folder in (young, old):
        folder.mkdir()
    yesterday = time.time() - 25 * 3600
    for folder in (old, used.parent):
        os.utime(folder, (yesterday, yesterday))
    prune("38")
    assert [used.exists(), young.exists(), old.exists()] == [True, True, False]


def test_a_network_registered_by_hand_keeps_its_folder(refresh, publishers, folders, tmp_path):
    from tests.transit.toy import parse_toy
    from transit.network.builder import build_network
    from transit.registry import register

    publishers.publish_feed("tag", TOWN)
    by_hand = build_network(parse_toy(TOWN).write(tmp_path), None, tmp_path / "by hand")
    register(open_network(by_hand), "38")
    refresh()
    publishers.publish_feed("tag", MORE)
    refresh()
    end_hand_over("38")
    prune("38", AT_ONCE)
    assert by_hand.is_dir()


def test_going_back_is_at_once_and_is_not_undone_by_the_next_update(three, refresh, publishers):
    _, second, third = three
    assert roll_back("38") == second
    third.refresh_from_db()
    assert (third.active, third.withdrawn, third.handing_over) == (False, True, False)
    assert NetworkBuild.objects.get(active=True) == second
    outlook, build = refresh()
    assert build is None
    assert "withdrawn by hand" in outlook.remark
    # Streets change every day: they do not bring it back.
    publishers.publish_streets(extra=2)
    assert refresh()[1] is None
    publishers.publish_feed("tag", THIRD + "  trip 11:05 11:20\n")
    assert refresh()[1].active


def test_going_back_twice_is_going_forth(three):
    _, second, third = three
    roll_back("38")
    assert roll_back("38") == third
    second.refresh_from_db()
    assert second.withdrawn
    assert not NetworkBuild.objects.get(active=True).withdrawn


def test_without_an_older_network_there_is_no_way_back(refresh):
    with pytest.raises(InputError, match="no network of the area 38 is in service"):
        roll_back("38")
    refresh()
    with pytest.raises(InputError, match="no older network of the area 38 is kept"):
        roll_back("38")
