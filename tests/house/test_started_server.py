"""What a server's processes need is there before the first request, and before they fork."""

import subprocess
import sys

import pytest
from django.db import connection

STARTED = """
import gc, geo_matching.wsgi
from django.template import engines
from django.urls import get_resolver
kept = [t for loader in engines["django"].engine.template_loaders for t in loader.get_template_cache]
garbage = [[]]
garbage[0].append(garbage)
del garbage
print(gc.get_freeze_count() > 100_000, len(gc.get_objects()) < 20_000, gc.collect() > 0)
print(get_resolver()._populated, "base.html" in kept)
"""


def test_a_started_server_has_read_its_pages_and_looks_for_garbage_in_what_is_new_only():
    done = subprocess.run(
        [sys.executable, "-c", STARTED], check=False, capture_output=True, text=True
    )
    assert done.stdout.split() == ["True"] * 5, done.stderr


@pytest.mark.django_db
def test_the_database_compiles_no_query():
    """A search by place took 0.9 s of three processes' compiling for 0.2 s of searching."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
