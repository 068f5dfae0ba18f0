"""Task: the ranking of every collège as a first version would write it."""

from importlib import import_module
from typing import Any

import django

from geo_matching.bench.process import answer


def main(max_minutes: int) -> dict[str, Any]:
    # Models can be imported only once Django is set up.
    django.setup()
    found: dict[str, Any] = import_module("geo_matching.bench.orm_ranking").rank_everywhere(
        max_minutes
    )
    return found


if __name__ == "__main__":
    answer(main)
