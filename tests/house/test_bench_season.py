"""A season at the size of one small town: every page is looked at, checked and timed."""

import importlib
import io
import time
from contextlib import contextmanager, redirect_stdout

import pytest
from django.core.management import call_command

from geo_matching.bench import task_season_pages
from geo_matching.bench.process import Ended, MeasureError
from geo_matching.bench.season_cases import MOST_QUERIES, Means, Size, measured
from geo_matching.matching.versioned_cache import clear_all
from offers.models import Offer
from tests.matching.fixtures import build, college, toy_folder

__all__ = ["build", "college", "toy_folder"]
SMALL = Size(
    hosts=30,
    offers=240,
    applications=360,
    in_flight=2,
    requests=3,
    bulk_requests=1,
    bulk_lines=20,
)


def in_this_process(*arguments, **_environment):
    out = io.StringIO()
    with redirect_stdout(out):
        call_command(*arguments, stdout=out, stderr=out)
    return Ended(out.getvalue(), 0.0, 0.0)


def task(module, **arguments):
    start = time.perf_counter()
    answer = importlib.import_module(f"geo_matching.bench.{module}").main(**arguments)
    return answer, Ended("", time.perf_counter() - start, 0.0)


@pytest.fixture
def means(college, live_server, monkeypatch):
    # Each page is looked at, by fewer people than where it is measured.
    monkeypatch.setattr(task_season_pages, "MOST_COUNTED", 4)
    clear_all()

    @contextmanager
    def serve():
        yield live_server.thread.port

    yield Means(in_this_process, task, serve)
    clear_all()


@pytest.fixture
def counts(means):
    found, _ = task(
        "task_season_fill",
        hosts=SMALL.hosts,
        offers=SMALL.offers,
        applications=SMALL.applications,
    )
    means.manage("compute_commutes", "--all")
    return found


@pytest.mark.network
@pytest.mark.django_db(transaction=True)
def test_every_page_of_a_season_is_measured(means, counts):
    results = {result.case: result for result in measured(means, SMALL, counts)}
    assert {name: result.note for name, result in results.items() if result.note} == {}
    assert all(result.seconds > 0 for result in results.values())
    pages = {"home", "offer", "inbox", "class", "territory", "reach", "partner_place", "bulk"}
    assert {f"season_{page}" for page in pages} < results.keys()
    most = {name: result.more.get("queries", 0) for name, result in results.items()}
    assert max(most.values()) <= MOST_QUERIES
    assert counts["applications"] == SMALL.applications
    assert Offer.objects.filter(remote_id__startswith="bulk-").count() == 2 * SMALL.bulk_lines

    # Offers are taken off: what does not show what it should is not timed.
    Offer.objects.filter(source="mesures").update(published_at=None)
    with pytest.raises(MeasureError, match="answered 410"):
        list(measured(means, SMALL, counts))
