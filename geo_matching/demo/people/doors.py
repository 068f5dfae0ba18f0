"""Every door of the city, in the form of the national address base (BAN)."""

import csv
import io
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import numpy as np

from geo_matching.demo.people.addresses import Address, AddressBook

HEADER = "id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat"
# Between a door and the next one, which stands on the other side.
DOOR_EVERY_M = 30.0
_DECIMALS = 6


def doors_of(book: AddressBook) -> Iterator[tuple[str, Address]]:
    """Yield the doors with their identifiers; numbers go on along a street within a commune."""
    numbers: dict[tuple[str, str], tuple[int, Iterator[int]]] = {}
    for index, line in enumerate(book.lines):
        for along in np.arange(DOOR_EVERY_M / 2, line.length, DOOR_EVERY_M):
            street = book.edges[index].name
            commune = book.door(index, float(along), 1).commune
            key = (commune.code, street)
            place, next_number = numbers.setdefault(key, (len(numbers) + 1, count(1)))
            number = next(next_number)
            yield (
                f"{commune.code}_{place:04}_{number:05}",
                book.door(index, float(along), number)._replace(commune=commune),
            )


def write_doors(book: AddressBook, path: Path) -> int:
    """Write one row a door; return how many."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(HEADER.split(";"))
    doors = list(doors_of(book))
    for code, door in doors:
        place = (door.commune.postcode, door.commune.code, door.commune.name)
        point = (f"{door.lon:.{_DECIMALS}f}", f"{door.lat:.{_DECIMALS}f}")
        writer.writerow((code, door.number, "", door.street, *place, *point))
    path.write_bytes(text.getvalue().encode())
    return len(doors)
