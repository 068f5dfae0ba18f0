"""The national rehearsal at the size of three small cities: every step, and what would stop it."""

import importlib
import io
import time
from contextlib import contextmanager, redirect_stdout

import pytest
from django.core.management import CommandError, call_command

from geo_matching.bench import national, national_asking
from geo_matching.bench.national import Means, Rehearsal, rehearse
from geo_matching.bench.national_commutes import compute_on_cluster
from geo_matching.bench.national_steps import BEGUN_BEFORE
from geo_matching.bench.process import Ended, MeasureError
from geo_matching.bench.report import Result
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
        "national_cluster",
        "national_ranked",
        "national_first_request",
        "national_new_site",
    ]
    assert all(result.seconds > 0 for result in results.values())
    assert results["national_imports"].size["offers"] == OFFERS
    assert results["national_commutes"].size["rows"] > results["national_commutes"].size["colleges"]
    assert results["national_new_site"].size["commutes"] > 0
    assert results["national_cluster"].size["rows"] == results["national_commutes"].size["rows"] > 0
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


def test_a_cluster_that_writes_something_else_is_found_out(tmp_path):
    answers = iter([{"rows": 2, "sha256": "a"}, {"rows": 0}, {"rows": 2, "sha256": "b"}])

    @contextmanager
    def cluster(_folder, _workers):
        yield "tcp://127.0.0.1:1"

    means = Means(
        manage=lambda *_words: Ended("", 0.1, 1.0),
        task=lambda *_module, **_arguments: (next(answers), Ended("", 0.1, 1.0)),
        cluster=cluster,
    )
    with pytest.raises(MeasureError, match=r"'sha256': 'b'.* alone .*'sha256': 'a'"):
        list(compute_on_cluster(Rehearsal(tmp_path, CITIES, OFFERS, means=means)))


@pytest.fixture
def steps(monkeypatch):
    """Two steps of a rehearsal: the first is done, the second fails once."""
    calls = []

    def first(_run):
        calls.append("first")
        yield Result("national_world", "made", seconds=2.0)

    def second(_run):
        calls.append("second")
        if len(calls) == 2:
            raise MeasureError("no space left")
        yield Result("national_imports", "imported", seconds=1.0)

    def none(_run):
        yield from ()

    for name, step in {"make_world": first, "fill": second}.items():
        monkeypatch.setattr(national, name, step)
    for name in ("register", "compute", "compute_on_cluster", "asking_cases"):
        monkeypatch.setattr(national, name, none)
    return calls


def test_a_kept_rehearsal_goes_on_with_the_step_that_failed(tmp_path, steps):
    statuses = [result.status for result in rehearse(Rehearsal(tmp_path, CITIES, OFFERS))]
    assert statuses == ["ok", "failed", *["skipped"] * 4]
    world, imports = rehearse(Rehearsal(tmp_path, CITIES, OFFERS))
    assert steps == ["first", "second", "second"]
    assert (world.seconds, world.note) == (2.0, "")
    assert (imports.seconds, imports.note) == (1.0, BEGUN_BEFORE)
    assert len(imports.more["load"]) == 2


def test_a_kept_rehearsal_of_another_size_is_refused(tmp_path, steps):
    list(rehearse(Rehearsal(tmp_path, CITIES, OFFERS)))
    (refused,) = rehearse(Rehearsal(tmp_path, CITIES + 1, OFFERS))
    assert refused.status == "failed"
    assert "holds a rehearsal of {'cities': 3, 'offers': 600}" in refused.note


def test_limits_shrink_with_the_cities(tmp_path):
    assert Rehearsal(tmp_path, 100, 1).part(1800) == 1800
    assert Rehearsal(tmp_path, 10, 1).part(1800) == 180
