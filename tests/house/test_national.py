"""The national rehearsal at the size of three small cities: every step, and what would stop it."""

import importlib
import io
import time
from contextlib import contextmanager, redirect_stdout

import pytest
from django.core.management import CommandError, call_command

from geo_matching.bench import national_asking
from geo_matching.bench.national import Means, Rehearsal, rehearse
from geo_matching.bench.process import Ended, MeasureError
from geo_matching.matching.models import Commute

CITIES, OFFERS, SHRINK = 3, 600, 0.1


def in_this_process(*arguments, **_environment):
    if arguments[0] == "migrate":  # the tests' database is
        return Ended("", 0.0, 0.0)
    start, out = time.perf_counter(), io.StringIO()
    try:
        with redirect_stdout(out):
            call_command(*arguments, stdout=out, stderr=out)
    except CommandError as error:
        raise MeasureError(str(error)) from error
    return Ended(out.getvalue(), time.perf_counter() - start, 0.0)


def task(module, **arguments):
    start = time.perf_counter()
    answer = importlib.import_module(f"geo_matching.bench.{module}").main(**arguments)
    return answer, Ended("", time.perf_counter() - start, 0.0)


@pytest.fixture
def run(tmp_path, live_server, monkeypatch):
    monkeypatch.setattr(national_asking, "REQUESTS", 30)

    @contextmanager
    def serve():
        yield live_server.thread.port

    means = Means(in_this_process, task, serve)
    return Rehearsal(tmp_path, CITIES, OFFERS, shrink=SHRINK, workers=1, means=means)


@pytest.mark.network
@pytest.mark.django_db(transaction=True)
def test_three_cities_are_rehearsed_to_the_end(run):
    results = {result.case: result for result in rehearse(run)}
    assert {name: result.note for name, result in results.items() if result.note} == {}
    assert list(results) == [
        "national_world",
        "national_imports",
        "national_register",
        "national_commutes",
        "national_ranked",
        "national_first_request",
        "national_new_site",
    ]
    assert all(result.seconds > 0 for result in results.values())
    assert results["national_imports"].size["offers"] == OFFERS
    assert results["national_commutes"].size["rows"] > results["national_commutes"].size["colleges"]
    assert results["national_new_site"].size["commutes"] > 0
    # What the engine does not answer is seen.
    Commute.objects.update(morning_s=1)
    check, _ = task("task_national_check")
    assert len(check["wrong"]) == check["reached"] > 0
    assert "(1, " in check["wrong"][0]


def test_what_rests_on_a_failed_step_is_skipped(tmp_path):
    def fails(*_arguments, **_environment):
        raise MeasureError("no space left")

    run = Rehearsal(tmp_path, CITIES, OFFERS, means=Means(manage=fails))
    results = list(rehearse(run))
    assert (results[0].status, results[0].note) == ("failed", "no space left")
    assert {result.status for result in results[1:]} == {"skipped"}


def test_limits_shrink_with_the_cities(tmp_path):
    assert Rehearsal(tmp_path, 100, 1).part(1800) == 1800
    assert Rehearsal(tmp_path, 10, 1).part(1800) == 180
