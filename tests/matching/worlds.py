"""Random offers and commutes as plain records, and the same as the arrays that ranking reads."""

from dataclasses import dataclass

import numpy as np

from geo_matching.matching.tables import CommuteRows, OfferTable, pair_key

HOURS = ((9 * 3600, 17 * 3600), (8 * 3600, 16 * 3600), (10 * 3600, 18 * 3600))
SECTORS = ("s1", "s12", "s33")
WEEKS = (202647, 202648, 202649)


@dataclass
class PlainOffer:
    pk: int
    site: int
    sector: str
    quality: int
    capacity: int
    audience: int
    weeks: tuple[int, ...]
    hours: tuple[tuple[int, int], ...]


def random_world(seed: int, offers: int = 40, sites: int = 12):
    """Return (plain offers, {(site, start, end): (morning, evening, rides, walk)})."""
    rng = np.random.default_rng(seed)
    plain = []
    for i in range(offers):
        hours = tuple(HOURS[k] for k in np.flatnonzero(rng.random(3) < [0.8, 0.2, 0.2]))
        plain.append(
            PlainOffer(
                pk=10 + 3 * i,
                site=int(rng.integers(1, sites + 1)),
                sector=SECTORS[rng.integers(3)],
                quality=int(rng.integers(0, 5)) * 25,
                capacity=int(rng.integers(1, 6)),
                audience=int(rng.integers(3)),
                weeks=tuple(w for w in WEEKS if rng.random() < 0.4),
                hours=hours or HOURS[:1],
            )
        )
    commutes = {
        (site, *pair): tuple(
            int(v) for v in (*rng.integers(5, 80, 2) * 60 - 7, *rng.integers(0, 4, 2))
        )
        for site in range(1, sites + 1)
        for pair in HOURS
        if rng.random() < 0.8
    }
    return plain, commutes


def as_tables(plain, commutes) -> tuple[OfferTable, CommuteRows]:
    counts = [len(offer.hours) for offer in plain]
    keys = [(offer.site, *pair) for offer in plain for pair in offer.hours]
    in_week = np.array([[week in offer.weeks for week in WEEKS] for offer in plain])
    table = OfferTable(
        offer_id=np.array([offer.pk for offer in plain], dtype=np.int64),
        site_id=np.array([offer.site for offer in plain], dtype=np.int64),
        sector=np.array([SECTORS.index(offer.sector) for offer in plain], dtype=np.int16),
        sectors=SECTORS,
        quality=np.array([offer.quality for offer in plain], dtype=np.int16),
        capacity=np.array([offer.capacity for offer in plain], dtype=np.int32),
        audience=np.array([offer.audience for offer in plain], dtype=np.int8),
        longitude=np.zeros(len(plain)),
        latitude=np.zeros(len(plain)),
        first_hour=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        hour_key=pair_key(*np.array(keys).T),
        weeks=WEEKS,
        in_week=in_week,
        any_week=~in_week.any(axis=1),
    )
    rows = sorted(commutes.items())
    key = pair_key(*np.array([pair for pair, _ in rows]).reshape(-1, 3).T)
    morning, evening, rides, walk = np.array([value for _, value in rows]).reshape(-1, 4).T
    commute_s = (morning + evening + 1) // 2
    return table, CommuteRows(key, morning, evening, commute_s, rides, walk)


def worst(offer: PlainOffer, commutes):
    """Return ((start, end), figures) of the offer's worst day, None when some day cannot be done."""
    if any((offer.site, *pair) not in commutes for pair in offer.hours):
        return None
    figures = {pair: commutes[offer.site, *pair] for pair in offer.hours}

    def badness(pair):
        morning, evening, *_ = figures[pair]
        return (morning + evening + 1) // 2, max(morning, evening), -pair[0]

    pair = max(figures, key=badness)
    return pair, figures[pair]


def minutes(figures) -> int:
    return -(-max(figures[:2]) // 60)
