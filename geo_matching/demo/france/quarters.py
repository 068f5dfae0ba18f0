"""Priority neighbourhoods (QPV 2024) around the priority collèges, in the ANCT's form."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from geo_matching.demo.france.schools import KM_A_DEGREE, School
from geo_matching.demo.france.territories import Feature

# Corners of a contour, and how far they stand from the collège.
CORNERS = 10
NEAREST_KM, FARTHEST_KM = 0.25, 0.55
HUNDRED = 100
LETTERS = "MNIABCDEFGHJKL"


def quarters(schools: Sequence[School], seed: int) -> Iterator[Feature]:
    """Yield a neighbourhood around each priority collège, coded within its département."""
    rng = np.random.default_rng([seed, 3])
    numbers: Counter[str] = Counter()
    for school in schools:
        if not school.priority:
            continue
        of = school.territory
        number = numbers[of.departement]
        numbers[of.departement] += 1
        letter = LETTERS[number // HUNDRED]
        code = f"QN{of.departement:0>3}{number % HUNDRED:02d}{letter}"
        properties = {
            "fid": str(sum(numbers.values())),
            "code_qp": code,
            "lib_qp": f"Quartier {number + 1} de {of.commune_name}",
            "insee_reg": of.region,
            "lib_reg": of.region_name,
            "insee_dep": of.departement,
            "lib_dep": of.departement_name,
            "insee_com": of.commune,
            "lib_com": of.commune_name,
        }
        ring = _ring(school, rng)
        geometry = {"type": "Polygon", "coordinates": [ring]}
        yield {"type": "Feature", "properties": properties, "geometry": geometry}


def _ring(school: School, rng: np.random.Generator) -> list[list[float]]:
    away_km = rng.uniform(NEAREST_KM, FARTHEST_KM, CORNERS)
    narrow = math.cos(math.radians(school.lat))
    ring = [
        [
            round(school.lon + km * math.cos(turn) / (KM_A_DEGREE * narrow), 6),
            round(school.lat + km * math.sin(turn) / KM_A_DEGREE, 6),
        ]
        for turn, km in zip(
            np.linspace(0, 2 * math.pi, CORNERS, endpoint=False), away_km, strict=True
        )
    ]
    return [*ring, ring[0]]
