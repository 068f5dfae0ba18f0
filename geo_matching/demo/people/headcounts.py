"""The city's pupils by grade, in the form of the ministry's yearly headcounts."""

import csv
import io
from datetime import date
from pathlib import Path

import numpy as np

from geo_matching.demo.city.build import rng_for
from geo_matching.demo.people.addresses import Address
from geo_matching.demo.people.colleges import School
from geo_matching.schools.school_year import school_year_of

# The header of fr-en-college-effectifs-niveau-sexe-lv, spelt unevenly as it is published.
COLUMNS = Path(__file__).parent.parent / "words" / "headcount_columns.txt"
HEADER = COLUMNS.read_text(encoding="utf-8").splitlines()
GRADES = ("6eme", "5eme", "4eme", "3eme")
# A second language is learnt from 5e on.
FIRST_GRADE = GRADES[0]
ULIS_A_GRADE = 3
PUPILS_NEARLY_ALIKE = 400.0


def write_headcounts(
    schools: list[tuple[str, School, Address]], seed: int, start: date, path: Path
) -> None:
    """Write one row a collège, for the school year that the first day lies in."""
    rng = rng_for(seed, 9)
    year = school_year_of(start)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    for code, school, address in schools:
        if school.kind == "Collège":
            row = _about(code, school, address, year) | _by_grade(school, rng)
            writer.writerow([row.get(column, "") for column in HEADER])
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())


def _about(code: str, school: School, address: Address, year: int) -> dict[str, str]:
    return {
        "rentree_scolaire": str(year),
        "region_academique": "CENTRE-VAL DE LOIRE",
        "academie": "ORLEANS-TOURS",
        "departement": "INDRE",
        "commune": address.commune.name.upper(),
        "code_postal": address.commune.postcode,
        "numero_college": code,
        "denomination_principale": "COLLEGE",
        "patronyme": school.name.removeprefix("Collège ").upper(),
        "secteur": "PUBLIC" if school.public else "PRIVE",
        "rep": str(int(school.priority == "REP")),
        "rep_plus": str(int(school.priority == "REP+")),
    }


def _by_grade(school: School, rng: np.random.Generator) -> dict[str, str]:
    """Return the counts of a collège: four grades of nearly the same size, which add up."""
    shares = rng.dirichlet([PUPILS_NEARLY_ALIKE] * len(GRADES))
    sizes = rng.multinomial(school.pupils, shares)
    cells = {
        "nombre_eleves_total": school.pupils,
        "nombre_eleves_total_hors_segpa_hors_ulis": school.pupils - ULIS_A_GRADE * len(GRADES),
        "nombre_eleves_segpa": 0,
        "nombre_eleves_ulis": ULIS_A_GRADE * len(GRADES),
    }
    for grade, size in zip(GRADES, map(int, sizes), strict=True):
        cells |= _grade(grade, size, int(rng.binomial(size, 0.5)), int(rng.binomial(size, 0.3)))
    return {name: str(count) for name, count in cells.items()}


def _grade(grade: str, size: int, girls: int, german: int) -> dict[str, int]:
    second = {"allemand": german, "anglais": 0, "espagnol": size - german, "italien": 0}
    if grade == FIRST_GRADE:
        second = dict.fromkeys(second, 0)
    first = {"allemand": 0, "anglais": size, "espagnol": 0}
    return {
        f"{grade}_total": size,
        f"{grade}_hors_segpa_hors_ulis": size - ULIS_A_GRADE,
        f"{grade}_segpa": 0,
        f"{grade}_ulis": ULIS_A_GRADE,
        f"{grade}_filles": girls,
        f"{grade}s_garcons": size - girls,
        **{f"{grade}_lv1_{name}": count for name, count in (first | {"autres": 0}).items()},
        **{f"{grade}_lv2_{name}": count for name, count in (second | {"autres": 0}).items()},
    }
