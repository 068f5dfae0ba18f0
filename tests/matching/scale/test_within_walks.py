"""Sites that are not searched are sites that nobody could have reached."""

import numpy as np

from tests.matching.toy_town import NINE_TO_FIVE, SERVICE_DATE
from tests.transit.toy import place
from transit.queries import (
    UNREACHED,
    Place,
    commutes_from_many,
    open_network,
    prepare_sites,
    within_walks,
)

# Paces east: one is walked in a second, 1 200 from a stop, 2 400 all the way, 500 m to spare.
WALK, DIRECT, SPARE = 1200, 2400, 500 / 1.25


def degrees(easts) -> np.ndarray:
    return np.array([place(east, 0) for east in easts], np.float64).reshape(-1, 2)


def near(network, origin: float, easts) -> list[bool]:
    lat, lon = degrees(easts).T
    return within_walks(network, [Place(*place(origin, 0))], lat, lon).tolist()


def test_a_walk_from_a_stop_or_an_origin_is_near(toy_folder):
    network = open_network(toy_folder)
    # The last stop to the east stands at 15 000; nothing near the origin at 60 000 but itself.
    last, home = 15_000, 60_000
    easts = [last + WALK, last + 2 * (WALK + SPARE), home + DIRECT, home + 2 * (DIRECT + SPARE)]
    assert near(network, home, easts) == [True, False, True, False]
    assert near(network, home, []) == []


def test_whatever_is_reached_is_near(toy_folder):
    network = open_network(toy_folder)
    origins, easts = (0, 20_000), np.arange(-8_000, 30_000, 250)
    sites = [Place(*one) for one in degrees(easts)]
    hours = np.tile(np.array([NINE_TO_FIVE], np.int32), (len(sites), 1))
    starts = [Place(*place(origin, 0)) for origin in origins]
    prepared = prepare_sites(network, sites)
    tables = list(commutes_from_many(network, starts, prepared, hours, SERVICE_DATE))
    found = [(t.morning_s < UNREACHED) | (t.evening_s < UNREACHED) for t in tables]
    for origin, reached in zip(origins, found, strict=True):
        kept = np.array(near(network, origin, easts))
        assert reached.any()
        assert not (reached & ~kept).any()
        assert not kept.all()
