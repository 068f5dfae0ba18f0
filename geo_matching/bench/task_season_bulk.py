"""Task: partners post in bulk at the same time, each a thousand offers a request."""

import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from geo_matching.bench.process import answer

OK = 200
PATH = "/api/v1/partner/offers/bulk/"


def body(number: int, weeks: list[str]) -> dict[str, Any]:
    return {
        "title": f"Découverte d'un atelier, numéro {number}",
        "description": (
            "Lundi\u202f: visite de l'atelier. Mardi\u202f: mesurer, poncer, accueillir. "
        )
        * 5,
        "employer_name": f"Atelier des mesures {number % 200}",
        "employer_description": "Une entreprise de douze personnes.",
        "coordinates": {"latitude": 46.7 + number / 1_000_000, "longitude": 1.2},
        "street": f"{number} rue des Mesures",
        "zipcode": "36990",
        "city": "Mesures",
        "sector_uuid": "s24",
        "remote_id": f"bulk-{number}",
        "permalink": f"https://offres.example/bulk-{number}",
        "max_candidates": 2,
        "is_public": False,
        "daily_hours": {"lundi": ["9:00", "17:00"], "mercredi": ["9:00", "12:00"]},
        "weeks": weeks,
        "grades": ["troisieme"],
    }


def post(port: int, key: str, offers: list[dict[str, Any]]) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    connection.request("POST", PATH, json.dumps(offers).encode(), headers)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    if response.status != OK:
        raise RuntimeError(f"{PATH} answered {response.status}: {content[:200]!r}")
    answered: dict[str, Any] = json.loads(content)
    return answered


def main(
    port: int, keys: list[str], requests: int, lines: int, weeks: list[str]
) -> dict[str, float]:
    """Return the seconds of all requests together, created first and then sent once more.

    Raises
    ------
    RuntimeError
        When an offer was not created, or was written again though nothing changed.
    """
    batches = [
        (key, [body(number, weeks) for number in range(n * lines, (n + 1) * lines)])
        for n in range(requests)
        for key in keys
    ]
    seconds = {}
    with ThreadPoolExecutor(len(keys)) as pool:
        for status in ("created", "unchanged"):
            start = time.perf_counter()
            answers = list(pool.map(lambda batch: post(port, *batch), batches))
            seconds[status] = time.perf_counter() - start
            told = [answered[status] for answered in answers]
            if set(told) != {lines}:
                raise RuntimeError(f"{status}: {told} of {lines} each")
    return {"offers": len(batches) * lines, **seconds}


if __name__ == "__main__":
    answer(main)
