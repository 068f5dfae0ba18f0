"""Task: the digest of the commutes in the database, or these gone from it."""

from importlib import import_module
from typing import Any

import django

from geo_matching.bench.process import answer


def main(*, forget: bool = False) -> dict[str, Any]:
    django.setup()
    database = import_module("geo_matching.bench.national_database")
    if forget:
        database.forget_commutes()
    found: dict[str, Any] = database.digest_of_commutes()
    return found


if __name__ == "__main__":
    answer(main)
