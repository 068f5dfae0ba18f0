"""A small town: where it lies, when it is asked, and what the engine says of it."""

import datetime as dt
import os
from pathlib import Path

import numpy as np

from tests.transit.toy import DAY
from transit import queries

ROOT = Path(__file__).parents[3]
TOWN = """
point home 100 10
point work 5100 20
point mill 12100 -10
point moor 6100 90000
stop S1 0
stop S2 5000
stop S3 12000
stop H1 0 200
stop H2 5000 200
line L1 S1    S2    S3
  trip every=600 from=06:00 until=10:00 : 06:00 06:10 06:20
line L2 S3    S2    S1
  trip every=900 from=06:00 until=10:00 : 06:00 06:12 06:20
line L9 H1 H2
  trip every=300 from=06:00 until=10:00 : 06:00 06:04
"""
STREETS = """
residential 0,0..12400,0
residential 0,0..0,200
residential 5000,0..5000,200
"""
DEPARTURE = dt.datetime.combine(DAY, dt.time(8, 30))
# What the defaults of r5py are to the engine; 1 km between two rides, at 3.6 km/h.
R5PY = queries.Limits(
    max_minutes=120,
    max_rides=8,
    walk_speed_kmh=3.6,
    max_walk_s=7200,
    max_transfer_walk_s=1000,
    max_direct_walk_s=7200,
    min_board_wait_s=60,
)


def engine_times(network, points, percentiles=(50,), minutes=10, limits=R5PY, depart="08:30"):
    """int[o, d, p] of transit.queries, -1 where blank."""
    places = [queries.Place(point.y, point.x) for point in points.geometry]
    hours, mins = map(int, depart.split(":"))
    asked = queries.TimesQuestion(DAY, limits, hours * 3600 + mins * 60, minutes, percentiles)
    rows = queries.travel_times(network.timetable, places, places, asked)
    times = np.array([row.times_s for row in rows])
    return np.where(times == queries.UNREACHED, -1, times)


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}
