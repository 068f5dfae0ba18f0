"""A computation that is really killed: what it has written stays, and is not computed again."""

import os
import signal

import pytest
from django.core.management import call_command
from django.db import transaction

from geo_matching.matching.models import Commute, ComputedCollege
from geo_matching.matching.store import lock_colleges
from tests.matching.processes import start_command, wait_for_somebody_who_waits
from tests.matching.scale.conftest import COLLEGES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_after_a_kill_only_the_rest_is_computed(town, dump, capsys, workers):
    last = ComputedCollege.college.field.related_model.objects.latest("uai")
    with transaction.atomic():
        # Its batch, the last one, has to wait for this collège in the middle of its transaction.
        lock_colleges([last.uai])
        process = start_command("compute_commutes", "--all", "--workers", workers)
        wait_for_somebody_who_waits()
        os.kill(process.pid, signal.SIGKILL)
        # Its workers hold the other end: this returns when they have ended too.
        said, _ = process.communicate(timeout=20)
    assert process.returncode == -signal.SIGKILL
    stored = ComputedCollege.objects.count()
    assert stored == said.count("both ways") == COLLEGES - 4
    assert set(Commute.objects.values_list("college_id", flat=True)) == set(
        ComputedCollege.objects.values_list("college_id", flat=True)
    )
    before = dict(ComputedCollege.objects.values_list("college_id", "computed_at"))
    call_command("compute_commutes", "--all")
    assert f"{COLLEGES} collèges (4 computed)" in capsys.readouterr().out
    after = dict(ComputedCollege.objects.values_list("college_id", "computed_at"))
    assert {uai: after[uai] for uai in before} == before
    resumed = dump()
    Commute.objects.all().delete()
    ComputedCollege.objects.all().delete()
    call_command("compute_commutes", "--all")
    assert dump() == resumed
