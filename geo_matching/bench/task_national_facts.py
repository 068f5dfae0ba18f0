"""Task: what the database of the rehearsal holds, and which collèges to ask for."""

from importlib import import_module
from typing import Any

import django

from geo_matching.bench.process import answer


def main() -> dict[str, Any]:
    # Models can be imported only once Django is set up.
    django.setup()
    found: dict[str, Any] = import_module("geo_matching.bench.national_database").facts()
    return found


if __name__ == "__main__":
    answer(main)
