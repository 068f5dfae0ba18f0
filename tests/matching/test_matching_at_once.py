"""Two requests for one collège at the same time."""

import threading

import pytest
from django.db import connections

from geo_matching.matching import commute_worker
from geo_matching.matching.models import Commute
from geo_matching.matching.queries import origin_of
from tests.matching.toy_town import FAR, offer_at


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_compute_a_college_once(college, monkeypatch):
    """Two processes, as two threads with connections and caches of their own."""
    from geo_matching.matching import computing

    offer_at(FAR)
    origin, calls, together = origin_of(college.uai), [], threading.Barrier(2)
    real = commute_worker.compute_list

    def counted(task, site_hours):
        calls.append(task)
        return real(task, site_hours)

    monkeypatch.setattr(computing, "compute_list", counted)

    def ask():
        together.wait(10)
        computing.ensure_computed(origin)
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 1
    assert Commute.objects.count() == 1
