"""How long 200 000 addresses take to import, and a search among them (bin/test -m benchmark -s)."""

import json
import random
import resource
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from qpv_data.queries import find_addresses

KINDS = ("Rue", "Avenue", "Chemin", "Place", "Impasse", "Boulevard", "Allée", "Route")
LINKS = ("de la", "du", "des", "de l'", "Jean", "Marie", "Paul", "Vieille")
SYLLABLES = ("bra", "cel", "dou", "fon", "gri", "hau", "lam", "mon", "nor", "pra", "sau", "ver")
COMMUNES, STREETS, DOORS = 80, 180, 14


def word(rng: random.Random) -> str:
    return "".join(rng.choices(SYLLABLES, k=rng.randint(2, 4)))


def write_ban(path, rng):
    """Write 201 600 invented doors in the BAN's columns; return some streets to look for."""
    streets = []
    with path.open("w", encoding="utf-8") as out:
        out.write("id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat\n")
        for c in range(COMMUNES):
            commune, city = f"38{c:03}", word(rng).title()
            for s in range(STREETS):
                name = f"{rng.choice(KINDS)} {rng.choice(LINKS)} {word(rng).title()}"
                streets.append((name, city))
                for n in range(1, DOORS + 1):
                    lon, lat = 5 + c / 100 + n / 9999, 45 + s / 500
                    door = f"{commune}_{s:04}_{n:05};{n};;{name};38{c:03};{commune};{city}"
                    out.write(f"{door};{lon:.6f};{lat:.6f}\n")
    return streets


def timed_ms(texts):
    taken = []
    for text in texts:
        start = time.perf_counter()
        assert find_addresses(text), text
        taken.append(1000 * (time.perf_counter() - start))
    taken.sort()
    return {
        "p50_ms": round(taken[len(taken) // 2], 1),
        "p95_ms": round(taken[int(len(taken) * 0.95)], 1),
    }


@pytest.mark.benchmark
@pytest.mark.django_db
def test_two_hundred_thousand_addresses(tmp_path):
    rng = random.Random(38)
    file = tmp_path / "adresses-38.csv"
    streets = write_ban(file, rng)
    seconds = []
    for _ in range(2):
        start, out = time.perf_counter(), StringIO()
        call_command("import_addresses", str(file), apply=True, stdout=out)
        seconds.append(round(time.perf_counter() - start, 1))
    assert "Nothing to change" in out.getvalue()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE qpv_data_street; ANALYZE qpv_data_address")
    some = rng.sample(streets, 200)
    exact = [f"{rng.randint(1, DOORS)} {name} {city}" for name, city in some]
    begun = [f"{name[:-2]}" for name, _ in some]
    wrong = [f"3 {name[:-3]}{name[-2:]} {city}" for name, city in some]
    found = find_addresses(exact[0])[0]
    assert found.is_door
    assert found.label.startswith(exact[0].removesuffix(some[0][1]).strip())
    print(  # noqa: T201 - a measurement is for a person to read
        json.dumps(
            {
                "rows": COMMUNES * STREETS * DOORS,
                "import_s": seconds[0],
                "again_s": seconds[1],
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "exact": timed_ms(exact),
                "begun": timed_ms(begun),
                "misspelt": timed_ms(wrong),
            }
        )
    )
