"""The collèges of the rehearsal: the Ministry's real list where there is one, else invented."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from geo_matching.common.france import MAINLAND, territory_of_departement
from qpv_data.reference import (
    ACADEMIES,
    ACADEMY_OF_DEPARTEMENT,
    DEPARTEMENTS,
    REGIONS,
    region_of_departement,
)
from qpv_data.sources.colleges import read_colleges
from qpv_data.sources.education_priority import read_priority
from qpv_data.sources.rows import TerritoryCodes
from qpv_data.uai import uai_letter

REAL_LIST = "education/colleges_geoloc_national.csv"
REAL_LABELS = "education/priority/rep_rep_plus_rentree_2022.csv"
# About as many as France has.
INVENTED, INVENTED_PRIORITY = 7000, 1100
COMMUNES_A_DEPARTEMENT = 24
FIRST_NUMBER = 9000
# Invented départements stand in rows between these parallels and meridians.
SOUTH, NORTH, WEST, EAST = 43.6, 49.4, -0.8, 6.4
ROW = 10
TOWN_KM, COMMUNE_KM = 18.0, 1.2
KM_A_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class School:
    """A collège that is open and has a place; `priority` as the directory writes it."""

    uai: str
    name: str
    territory: TerritoryCodes
    address: str
    postcode: str
    lat: float
    lon: float
    is_public: bool = True
    priority: str = ""


def find_schools(data: Path | None, seed: int) -> list[School]:
    """Return the collèges of France, ascending by UAI: real ones when `data` holds their list."""
    if data is not None and (data / REAL_LIST).is_file():
        return _real_schools(data)
    return _invented_schools(seed)


def _real_schools(data: Path) -> list[School]:
    labels: dict[str, str] = {}
    if (data / REAL_LABELS).is_file():
        labels = read_priority(data / REAL_LABELS).labels
    return [
        School(
            row.uai,
            row.name,
            _with_names(row.territory),
            row.address,
            row.postcode,
            row.lat,
            row.lon,
            row.is_public,
            labels.get(row.uai, "").upper(),
        )
        for _, row in sorted(read_colleges(data / REAL_LIST).rows.items())
        if row.is_open and row.lat is not None and row.lon is not None and row.postcode
    ]


def _with_names(territory: TerritoryCodes) -> TerritoryCodes:
    """Return the chain with what the list leaves blank filled in."""
    departement = territory.departement
    academy = territory.academy or ACADEMY_OF_DEPARTEMENT.get(departement, "")
    region = territory.region or region_of_departement(departement)
    return replace(
        territory,
        departement_name=territory.departement_name or DEPARTEMENTS[departement],
        academy=academy,
        academy_name=territory.academy_name or ACADEMIES.get(academy, ""),
        region=region,
        region_name=territory.region_name or REGIONS[region],
    )


def _invented_schools(seed: int) -> list[School]:
    """Spread collèges over the mainland's départements, each around a town of its own."""
    rng = np.random.default_rng([seed, 1])
    codes = [code for code in DEPARTEMENTS if territory_of_departement(code) == MAINLAND]
    found = []
    for index in range(INVENTED):
        place, rank = index % len(codes), index // len(codes)
        departement = codes[place]
        commune = _invented_commune(place, departement, rank % COMMUNES_A_DEPARTEMENT, seed)
        lat, lon = _moved(commune[1], rng.normal(0.0, COMMUNE_KM, 2))
        digits = f"{departement:0>3}{FIRST_NUMBER - rank:04d}"
        # Spread so that exactly so many carry a label, the same share in every département.
        share = INVENTED_PRIORITY / INVENTED
        labelled = int((index + 1) * share) > int(index * share)
        priority = ("REP+" if index % 3 == 0 else "REP") if labelled else ""
        name = f"Collège inventé {digits}"
        found.append(
            School(
                f"{digits}{uai_letter(digits)}",
                name,
                commune[0],
                f"{rank + 1} rue des Collèges",
                f"{departement}{(rank % COMMUNES_A_DEPARTEMENT) * 10:03d}",
                round(lat, 6),
                round(lon, 6),
                is_public=index % 4 != 0 or labelled,
                priority=priority,
            )
        )
    return sorted(found, key=lambda school: school.uai)


def _invented_commune(
    place: int, departement: str, number: int, seed: int
) -> tuple[TerritoryCodes, tuple[float, float]]:
    """Return an invented commune and its centre; the first ones are the town and its suburbs."""
    rows = -(-96 // ROW)
    town = (
        SOUTH + (NORTH - SOUTH) * (place // ROW) / (rows - 1),
        WEST + (EAST - WEST) * (place % ROW) / (ROW - 1),
    )
    rng = np.random.default_rng([seed, 2, place, number])
    spread = TOWN_KM * number / COMMUNES_A_DEPARTEMENT
    territory = TerritoryCodes(
        f"{departement}{number + 1:03d}", f"Ville inventée {departement}-{number + 1}", departement
    )
    return _with_names(territory), _moved(town, rng.normal(0.0, spread, 2))


def _moved(place: tuple[float, float], km: np.ndarray) -> tuple[float, float]:
    lat = place[0] + float(km[0]) / KM_A_DEGREE
    return lat, place[1] + float(km[1]) / (KM_A_DEGREE * float(np.cos(np.radians(lat))))
