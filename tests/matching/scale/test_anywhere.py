"""Wherever commutes are computed, the tables are the same, byte for byte."""

import pytest
from django.core.management import CommandError, call_command

from geo_matching.bench.cluster import local_cluster
from geo_matching.matching import pools
from geo_matching.matching.models import Commute, ComputedCollege
from tests.matching.scale.conftest import COLLEGES

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheduler(tmp_path):
    """A dask.distributed scheduler with two workers on this machine: its address."""
    with local_cluster(tmp_path, 2) as address:
        yield address


def forget() -> None:
    Commute.objects.all().delete()
    ComputedCollege.objects.all().delete()


def test_one_process_two_and_a_cluster_write_the_same_bytes(town, dump, scheduler, capsys):
    call_command("compute_commutes", "--all")
    alone = dump()
    assert Commute.objects.count() > 4 * COLLEGES
    for where in (("--workers", "2"), ("--scheduler", scheduler)):
        forget()
        assert dump() != alone
        call_command("compute_commutes", "--all", *where)
        assert dump() == alone, where
        call_command("compute_commutes", "--all", *where)
        assert f"{COLLEGES} collèges (0 computed)" in capsys.readouterr().out
    assert dump() == alone


def test_a_worker_that_cannot_see_the_network_says_so(town, build, scheduler, tmp_path):
    build.folder = str(tmp_path / "elsewhere")
    build.save()
    with pytest.raises(CommandError, match="elsewhere") as raised:
        call_command("compute_commutes", "--scheduler", scheduler)
    assert raised.value.returncode == 2
    assert not Commute.objects.exists()


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("tcp://127.0.0.1:9", r"no dask scheduler answers at 'tcp://127.0.0.1:9'"),
        ("nowhere", r"expected tcp://host:port"),
    ],
)
def test_without_a_scheduler_one_line_says_so(town, monkeypatch, address, message):
    monkeypatch.setattr(pools, "CONNECT_S", 1)
    with pytest.raises(CommandError, match=message) as raised:
        call_command("compute_commutes", "--scheduler", address)
    assert raised.value.returncode == 2
    assert "\n" not in str(raised.value)
