"""Task: one offer at a new site, imported and computed by the ordinary commands."""

import io
import time
from importlib import import_module
from typing import Any

import django
from django.core.management import call_command

from geo_matching.bench.process import answer


def main(path: str, source: str) -> dict[str, Any]:
    """Return the seconds of both commands, without the start of a process, and what to look for."""
    django.setup()
    database = import_module("geo_matching.bench.national_database")
    start = time.perf_counter()
    call_command("import_offers", path, source=source, apply=True, stdout=io.StringIO())
    import_s = time.perf_counter() - start
    site, offer = database.only_offer(source)
    start = time.perf_counter()
    call_command("compute_commutes", changed=True, stdout=io.StringIO())
    commutes_s = time.perf_counter() - start
    seen = {"offer": offer, **database.commutes_to(site)}
    return {"import_s": import_s, "commutes_s": commutes_s, **seen}


if __name__ == "__main__":
    answer(main)
