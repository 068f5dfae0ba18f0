"""Streets and doors as the database wants them; new doors go in by COPY."""

from collections.abc import Hashable, Mapping
from typing import Any

from django.contrib.gis.geos import Point
from django.db import connection

from geo_matching.common.bulk import copy_values
from geo_matching.common.geo import ewkb_point
from geo_matching.common.insee import departement_of_commune
from geo_matching.common.sync import Diff
from geo_matching.common.tables import BATCH, ModelTable, write_changed
from geo_matching.common.text import normalise
from qpv_data.models import Address, Street
from qpv_data.sources.addresses import AddressFile, Doors, StreetKey

Row = dict[str, Any]
# A middle of 10 cm is middle enough, and is the same however often it is computed.
_DECIMALS = 6
_DOORS_SQL = """
    SELECT a.ban_id, a.id, s.commune_code, s.postcode, s.name, a.number,
           ST_X(a.point), ST_Y(a.point)
      FROM qpv_data_address a JOIN qpv_data_street s ON s.id = a.street_id
     WHERE s.departement = ANY(%s)
"""


def address_tables(addresses: AddressFile) -> list[Any]:
    """Return the tables in the order of writing; rows go only in the départements of the file."""
    covered = sorted({departement_of_commune(key.commune) for key in addresses.streets})
    return [_street_table(addresses, covered), AddressTable(addresses.doors, covered)]


def _street_table(addresses: AddressFile, covered: list[str]) -> ModelTable:
    return ModelTable(
        label="streets",
        stored=Street.objects.filter(departement__in=covered),
        key=("commune_code", "postcode", "name"),
        fields=("commune_name", "departement", "search", "point"),
        wanted={tuple(key): _street(key, doors) for key, doors in addresses.streets.items()},
        removal_test=lambda _key, _row: True,
    )


def _street(key: StreetKey, doors: Doors) -> Row:
    return {
        "commune_name": doors.commune_name,
        "departement": departement_of_commune(key.commune),
        "search": normalise(f"{key.name} {doors.commune_name} {key.postcode}"),
        "point": Point(round(doors.lon, _DECIMALS), round(doors.lat, _DECIMALS), srid=4326),
    }


class AddressTable:
    """Doors of some départements, keyed by their BAN id."""

    label = "addresses"
    gone = "removed"
    _fields = ("ban_id", "street_id", "number", "point")

    def __init__(self, wanted: Mapping[str, Row], covered: list[str]) -> None:
        self.wanted: Mapping[Hashable, Row] = dict(wanted.items())
        self._covered = covered
        self._ids: dict[Hashable, int] = {}

    def existing(self) -> dict[Hashable, Row]:
        rows: dict[Hashable, Row] = {}
        # A cursor of the server's: the doors of a large département do not fit twice in memory.
        with connection.chunked_cursor() as cursor:
            cursor.execute(_DOORS_SQL, [self._covered])
            while chunk := cursor.fetchmany(BATCH):
                for ban_id, pk, commune, postcode, name, number, lon, lat in chunk:
                    street = StreetKey(commune, postcode, name)
                    rows[ban_id] = {"street": street, "number": number, "lon": lon, "lat": lat}
                    self._ids[ban_id] = pk
        return rows

    def removable(self, _key: Hashable, _row: Mapping[str, Any]) -> bool:
        return True

    def write(self, diff: Diff) -> None:
        streets = self._streets()
        gone = [self._ids[key] for key in diff.removed]
        Address.objects.filter(pk__in=gone).delete()
        changed = [
            Address(
                pk=self._ids[key],
                **dict(zip(self._fields, _values(key, change.after, streets), strict=True)),
            )
            for key, change in diff.changed.items()
        ]
        write_changed(changed, ["street", "number", "point"])
        added = (
            (key, streets[row["street"]], row["number"], ewkb_point(row["lat"], row["lon"]))
            for key, row in diff.added.items()
        )
        copy_values(Address, self._fields, added)

    def _streets(self) -> dict[StreetKey, int]:
        stored = Street.objects.filter(departement__in=self._covered)
        return {
            StreetKey(*key): pk
            for pk, *key in stored.values_list("pk", "commune_code", "postcode", "name")
        }


def _values(key: Hashable, row: Mapping[str, Any], streets: Mapping[StreetKey, int]) -> list[Any]:
    return [key, streets[row["street"]], row["number"], Point(row["lon"], row["lat"], srid=4326)]
