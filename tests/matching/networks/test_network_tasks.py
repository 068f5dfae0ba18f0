"""The worker: jobs from the queue to a network in service, and every week all areas."""

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import procrastinate_app
from procrastinate.contrib.django.models import ProcrastinateJob

from geo_matching.matching.models import ComputedCollege
from geo_matching.matching.tasks import (
    EVERY_WEEK,
    enqueue_move,
    enqueue_update,
    take_up_lost_jobs,
    update_all_networks,
    update_network,
)
from tests.matching.toy_town import offer_at
from tests.queue_worker import work
from tests.transit.areas.publishers import MORE
from transit.areas.updating import sources_in_use, update
from transit.models import Area, NetworkBuild


def jobs() -> list[tuple[str, str, str]]:
    """Jobs of areas; the worker's clock adds its own beside them."""
    of_areas = ProcrastinateJob.objects.filter(args__has_key="area").order_by("id")
    rows = of_areas.values_list("task_name", "args", "status")
    return [(name.rsplit(".", 1)[1], args.get("area", ""), status) for name, args, status in rows]


@pytest.mark.django_db(transaction=True)
def test_the_worker_builds_swaps_and_moves_the_colleges(queue, published, isere):
    offer_at(600)
    Area.objects.create(code="38", name="Isère", departements=["38"], regions=["84"])
    enqueue_update("38")
    work()
    assert jobs() == [
        ("update_network", "38", "succeeded"),
        ("move_to_new_network", "38", "succeeded"),
    ]
    first = NetworkBuild.objects.get(active=True)
    assert ComputedCollege.objects.get().build == first
    published.publish_feed("tag", MORE)
    enqueue_update("38")
    work()
    assert ComputedCollege.objects.get().build == NetworkBuild.objects.get(active=True) != first
    assert not NetworkBuild.objects.filter(handing_over=True).exists()


@pytest.mark.django_db(transaction=True)
def test_a_move_that_was_lost_is_asked_for_by_the_next_update(queue, published, isere):
    offer_at(600)
    Area.objects.create(code="38", name="Isère", departements=["38"], regions=["84"])
    enqueue_update("38")
    work()
    published.publish_feed("tag", MORE)
    area = Area.objects.get()
    update(area, sources_in_use(), timezone.localdate(), lambda _: None)  # and then it was killed
    assert NetworkBuild.objects.filter(handing_over=True).exists()
    enqueue_update("38")
    work()
    assert not NetworkBuild.objects.filter(handing_over=True).exists()
    assert ComputedCollege.objects.get().build.active


@pytest.mark.django_db(transaction=True)
def test_what_fails_is_tried_again_later(queue, published, isere):
    Area.objects.create(code="38", name="Isère", departements=["38"])
    published.files["/api/datasets"] = 503
    enqueue_update("38")
    work()
    job = ProcrastinateJob.objects.get(args__has_key="area")
    assert (job.status, job.attempts) == ("todo", 1)
    assert job.scheduled_at is not None
    assert not NetworkBuild.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_was_killed_begins_again(queue, published, isere):
    Area.objects.create(code="38", name="Isère", departements=["38"])
    enqueue_update("38")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = 1")
    assert not NetworkBuild.objects.exists()
    take_up_lost_jobs.defer(timestamp=0)
    work()
    assert ("update_network", "38", "succeeded") in jobs()
    assert NetworkBuild.objects.filter(active=True).exists()


@pytest.mark.django_db
def test_one_update_of_an_area_waits_at_a_time(db):
    assert enqueue_update("38")
    assert not enqueue_update("38")
    assert enqueue_update("69")
    assert enqueue_move("38")
    assert len(jobs()) == 3
    assert set(ProcrastinateJob.objects.values_list("lock", flat=True)) == {
        "update-network-38",
        "update-network-69",
        "move-colleges-38",
    }


@pytest.mark.django_db
def test_every_week_each_area_is_asked_for(db):
    for code in ("38", "region-93"):
        Area.objects.create(code=code, name=code)
    enqueue_update("38")
    update_all_networks(0)
    assert jobs() == [("update_network", "38", "todo"), ("update_network", "region-93", "todo")]


def test_tasks_are_known_to_the_worker_and_the_week_to_its_clock():
    app = procrastinate_app.current_app
    assert update_network.name in app.tasks
    (periodic,) = [
        one
        for one in app.periodic_registry.periodic_tasks.values()
        if one.task.name == update_all_networks.name
    ]
    assert periodic.cron == EVERY_WEEK
