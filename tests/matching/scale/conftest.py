"""A town with more collèges than one batch holds, and what the tables say, byte for byte."""

import pytest
from django.db import connection

from tests.matching.toy_town import (
    EIGHT_TO_FOUR,
    FAR,
    FOOT,
    LONE,
    NEAR,
    NINE_TO_FIVE,
    at,
    offer_at,
    toy_college,
)

COLLEGES = 12


@pytest.fixture
def town(college):
    """Twelve collèges, six sites; some pairs with one way only, some with none."""
    for i in range(1, COLLEGES):
        toy_college(uai=f"038{i:04}B", point=at(100 * i))
    for east in (FAR, NEAR, FOOT, LONE, 60_000):
        offer_at(east)
    offer_at(FAR, hours=(NINE_TO_FIVE, EIGHT_TO_FOUR))


@pytest.fixture
def dump():
    """Return the table of commutes as PostgreSQL writes it, in the order of its key."""

    def table() -> bytes:
        query = "SELECT * FROM matching_commute ORDER BY college_id, site_id, start_s, end_s"
        states = (
            "SELECT college_id, sites, fingerprint, computed_sites_id FROM matching_computedcollege"
        )
        written = b""
        with connection.cursor() as cursor:
            for one in (query, f"{states} ORDER BY 1"):
                with cursor.copy(f"COPY ({one}) TO STDOUT (FORMAT BINARY)") as copy:
                    written += b"".join(copy)
        return written

    return table
