"""The free seats of all offers, kept in memory apart from the offers themselves.

An acceptance changes one number, not what two hundred thousand offers say: it moves the version
"seats", and only what is taken is read again.
"""

import numpy as np
from numpy.typing import NDArray

from geo_matching.matching.copy_rows import read_rows
from geo_matching.matching.tables import OfferTable
from geo_matching.matching.versioned_cache import VersionedCache

# Answered from an index that holds only these rows.
_TAKEN = "SELECT id::int8, seats_taken::int4 FROM offers_offer WHERE seats_taken > 0 ORDER BY id"

# As many as there are tables in memory. A table is kept with its seats: its identity is its key.
_left: VersionedCache[tuple[OfferTable, NDArray[np.int32]]] = VersionedCache(10)


def seats_left(table: OfferTable, seats: int) -> NDArray[np.int32]:
    """Return the free seats of each row of a table at a version of "seats" (int32[n])."""
    return _left.get((id(table), seats), lambda: (table, _load(table)))[1]


def _load(table: OfferTable) -> NDArray[np.int32]:
    taken = read_rows(_TAKEN, {"id": "int8", "seats_taken": "int4"})
    left = table.capacity.astype(np.int32)
    if not left.size:
        return left
    place = np.minimum(np.searchsorted(table.offer_id, taken["id"]), left.size - 1)
    known = table.offer_id[place] == taken["id"]
    left[place[known]] -= taken["seats_taken"][known]
    return left
