"""What only the database shows of a file of collèges: who has closed, and codes of old communes."""

from collections.abc import Iterator, Mapping

from geo_matching.common.insee import departement_of_commune
from geo_matching.common.notices import Notice
from geo_matching.common.text import normalise
from qpv_data import reference
from qpv_data.models import College, Commune
from qpv_data.sources.colleges import CollegeFile
from qpv_data.sources.rows import CollegeRow
from qpv_data.territories import Territories


def closed_notices(colleges: CollegeFile, covered: set[str], label: str) -> Iterator[Notice]:
    """Yield the stored collèges that the file has no more, with who may have taken them over."""
    successors = _by_place(colleges.rows)
    stored = College.objects.filter(commune__departement_id__in=covered).values_list(
        "uai", "name", "address", "commune_id"
    )
    for uai, name, address, commune in stored:
        if uai in colleges.rows or uai in colleges.left_out:
            continue
        names = (("name", normalise(name)), ("address", normalise(address)))
        found = (successors.get((commune, *key)) for key in names if key[1])
        successor = next((row for row in found if row is not None), None)
        message = f"{uai} {name} is not in the file any more: closed"
        if successor is not None:
            message += (
                f"; {successor.uai} {successor.name} of the same place may have taken it over"
            )
        code = "closed_college" if successor is None else "merged_college"
        yield Notice(label, 0, "", code, message, uai, departement_of_commune(commune))


def _by_place(rows: Mapping[str, CollegeRow]) -> dict[tuple[str, str, str], CollegeRow]:
    """Return the open collèges by commune and name, and by commune and address."""
    found: dict[tuple[str, str, str], CollegeRow] = {}
    for row in rows.values():
        if row.is_open:
            commune = row.territory.commune
            found.setdefault((commune, "name", normalise(row.name)), row)
            found.setdefault((commune, "address", normalise(row.address)), row)
    return found


def old_commune_notices(rows: Mapping[str, CollegeRow]) -> Iterator[Notice]:
    """Yield the collèges whose commune the official list of its département does not have."""
    listed = Commune.objects.filter(vintage__isnull=False)
    codes = set(listed.values_list("code", flat=True))
    places = set(listed.values_list("departement_id", flat=True))
    for uai, row in rows.items():
        commune, place = row.territory.commune, row.territory.departement
        if place in places and commune not in codes:
            message = f"{uai}: {commune} is in no list of communes: merged, or an old code"
            yield Notice(row.file, row.row, "", "old_commune", message, uai, place)


def academy_notices(territories: Territories, label: str) -> Iterator[Notice]:
    """Yield the départements that the file puts into another académie than is known."""
    for code, row in territories.departements.items():
        known, said = reference.ACADEMY_OF_DEPARTEMENT.get(str(code)), row.get("academy_id", "")
        if known and said and known != said:
            names = [reference.ACADEMIES.get(academy, academy) for academy in (said, known)]
            message = f"{code} is in académie {names[0]} here, in {names[1]} as far as is known"
            yield Notice(label, 0, "", "other_academy", message, str(code), str(code))
