"""Task: the ranking of a few collèges as a first version would write it."""

import time
from importlib import import_module
from typing import Any

import django

from geo_matching.bench.process import answer


def main(uais: list[str], max_minutes: int) -> dict[str, Any]:
    django.setup()
    orm = import_module("geo_matching.bench.orm_ranking")
    start = time.perf_counter()
    found = [orm.rank(uai, max_minutes) for uai in uais]
    seconds = (time.perf_counter() - start) / len(uais)
    pages = [ranked[: orm.PAGE] for ranked in found]
    return {"pages": pages, "counts": [len(ranked) for ranked in found], "seconds": seconds}


if __name__ == "__main__":
    answer(main)
