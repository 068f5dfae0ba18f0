"""The free seats of all offers, kept in memory apart from the offers themselves.

An acceptance changes one number, not what two hundred thousand offers say: it moves the version
"seats", and only what is taken is read again.
"""

import numpy as np
from numpy.typing import NDArray

from geo_matching.matching.catalogue import offer_table
from geo_matching.matching.copy_rows import read_rows
from geo_matching.matching.origins import Origin
from geo_matching.matching.tables import OfferTable
from geo_matching.matching.versioned_cache import VersionedCache

# Answered from an index that holds only these rows.
_TAKEN = "SELECT id::int8, seats_taken::int4 FROM offers_offer WHERE seats_taken > 0 ORDER BY id"

_left: VersionedCache[NDArray[np.int32]] = VersionedCache(2)


def seats_left(origin: Origin) -> NDArray[np.int32]:
    """Return the free seats of each row of the offer table (int32[n])."""
    return seats_left_at(origin.version, origin.seats_version)


def seats_left_at(ranking: int, seats: int) -> NDArray[np.int32]:
    """Return the free seats at these versions of "ranking" and "seats" (int32[n])."""
    return _left.get((ranking, seats), lambda: _load(offer_table(ranking)))


def _load(table: OfferTable) -> NDArray[np.int32]:
    taken = read_rows(_TAKEN, {"id": "int8", "seats_taken": "int4"})
    left = table.capacity.astype(np.int32)
    if not left.size:
        return left
    place = np.minimum(np.searchsorted(table.offer_id, taken["id"]), left.size - 1)
    known = table.offer_id[place] == taken["id"]
    left[place[known]] -= taken["seats_taken"][known]
    return left
