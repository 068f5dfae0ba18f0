"""A toy town, worked out by hand: one pace is walked in one second, stops lie on one line.

    collège (0) - stop S (100)      FAST: S -> F, 10 minutes, 15 000 paces away
                  stop N (2600)     SLOW: S -> N, 52 minutes, 2 600 paces away
                  stop O (-2700)    ONCE: S -> O in the morning only: nobody comes back

With 60 s of waiting before boarding and the walks beside, for 09:00-17:00:
    far site  (15100): leave 08:37:20 (23 min before 9:00), back 17:16:40 (17 min): 1 180 s
    near site  (2700): leave 07:57:20 (63 min before 9:00), back 17:59:40 (60 min): 3 670 s
    foot site   (600): ten minutes of walk each way: 600 s
    lone site (-2800): morning 42 min, no way back
For 08:00-16:00 the far site is left at 16:00 for the bus of 17:05: 77 min, the worst day.
"""

from collections.abc import Iterable

from django.contrib.gis.geos import Point

from offers.models import Offer
from qpv_data.models import College
from tests.offers.factories import make_host, make_offer, make_site
from tests.qpv_data.factories import make_college
from tests.transit.toy import DAY, parse_toy, place

TOWN = """
stop S 100
stop F 15000
stop N 2600
stop O -2700
line FAST S F
  trip 07:40 07:50
  trip 08:40 08:50
line BACK F S
  trip 17:05 17:15
  trip 18:05 18:15
line SLOW S N
  trip 08:00 08:52
line LATE N S
  trip 17:06 17:58
line ONCE S O
  trip 08:21 08:51
"""
SERVICE_DATE = DAY
FAR, NEAR, FOOT, LONE = 15_100, 2_700, 600, -2_800
NINE_TO_FIVE = (9 * 3600, 17 * 3600)
EIGHT_TO_FOUR = (8 * 3600, 16 * 3600)


def write_feed(folder):
    """Write the town's timetable into a folder; return the zip files."""
    return parse_toy(TOWN).write(folder)


def at(east: float, north: float = 0) -> Point:
    """Return the point so many paces east and north of the collège."""
    lat, lon = place(east, north)
    return Point(lon, lat, srid=4326)


def toy_college(**fields) -> College:
    return make_college(**{"name": "Collège du Point zéro", "point": at(0), **fields})


def offer_at(east: float, *, hours: Iterable[tuple[int, int]] = (NINE_TO_FIVE,), **fields) -> Offer:
    """Publish an offer of a new host at so many paces east."""
    host = make_host(name=fields.pop("host_name", None))
    return make_offer(make_site(host=host, point=at(east)), hours=hours, **fields)
