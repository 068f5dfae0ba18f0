"""Task: a sample of the stored commutes against the engine's own answers."""

from importlib import import_module
from typing import Any

import django

from geo_matching.bench.process import answer


def main() -> dict[str, Any]:
    django.setup()
    found: dict[str, Any] = import_module("geo_matching.bench.national_database").check_sample()
    return found


if __name__ == "__main__":
    answer(main)
