"""When each vehicle runs: departures by service and time of day, and the time at every stop."""

from dataclasses import dataclass

from geo_matching.demo.transport.calendars import HOLIDAY, SAT, SCHOOL, SUN, Service
from geo_matching.demo.transport.plan import Line
from geo_matching.demo.transport.stops import Calls

HOUR = 3600
DWELL_S = {"tram": 22, "bus": 18}
# Metres a second between stops, stops not counted: slower where streets are full.
SPEED_MS = {"tram": (7.4, 8.1), "bus": (5.9, 7.2)}
# After the last day departure nothing runs until the evening service of the main lines.
FIRST = {"tram": 5 * HOUR, "bus": 5 * HOUR + 25 * 60}
DAWN_ENDS, DUSK_BEGINS = 6 * HOUR + 30 * 60, 19 * HOUR
DAY_ENDS, RARE_ENDS = 20 * HOUR + 40 * 60, 19 * HOUR
EVENING = (22 * HOUR, 24 * HOUR + 20 * 60, 40 * 60)
STRETCH = {SCHOOL.id: 1.0, HOLIDAY.id: 1.45, SAT.id: 1.4, SUN.id: 2.5}
RARE_MIN = 40  # lines that run as seldom as this keep their own few departures


@dataclass(frozen=True)
class Trip:
    calls: Calls
    service: Service
    times: list[int]  # at each stop, seconds since the start of the service day
    dwell_s: int
    wheelchair: str


def is_peak(second: int) -> bool:
    return 6 * HOUR + 1800 <= second < 9 * HOUR or 16 * HOUR <= second < 18 * HOUR + 1800


def departures(line: Line, service: Service, direction: int) -> list[int]:
    """Return the seconds at which a line leaves its first stop on a day of the service."""
    if service is SUN and not line.sunday:
        return []
    first = FIRST[line.mode] + (2 * HOUR if service is SUN else 0)
    last = RARE_ENDS if line.peak_min >= RARE_MIN else DAY_ENDS
    # Lines do not all leave on the hour; the way back is half a headway later.
    second = first + 60 * (7 * sum(map(ord, line.name)) % 10) + direction * 30 * line.day_min
    found = []
    while second <= last:
        found.append(second)
        second += 60 * _headway_min(line, service, second)
    if line.evening:
        start, end, step = EVENING
        found += range(start + direction * step // 2, end, step)
    return found


def _headway_min(line: Line, service: Service, second: int) -> int:
    """Return the minutes to the next departure; rare lines keep theirs all day, Sundays apart."""
    if line.peak_min >= RARE_MIN and service is not SUN:
        return line.peak_min
    peak = is_peak(second) and service in {SCHOOL, HOLIDAY}
    minutes = line.peak_min if peak else line.day_min
    if not DAWN_ENDS <= second <= DUSK_BEGINS:
        minutes = max(minutes, min(2 * line.day_min, 60))
    return round(minutes * STRETCH[service.id])


def run(calls: Calls, mode: str, start_s: int) -> list[int]:
    """Return the departure at each stop of a trip (arrival at the last)."""
    slow, fast = SPEED_MS[mode]
    times, now = [], float(start_s)
    for index, metres in enumerate(calls.metres):
        if index:
            speed = slow if is_peak(int(now)) else fast
            now += (metres - calls.metres[index - 1]) / speed + DWELL_S[mode]
        # Riders' timetables give whole minutes; half minutes keep trams from bunching.
        times.append(round(now / 30) * 30)
    return times


def trips(line: Line, both_ways: list[Calls]) -> list[Trip]:
    """Return all trips of a line; on lines without low floors two vehicles in three have steps."""
    made = []
    for service in (SCHOOL, HOLIDAY, SAT, SUN):
        for calls in both_ways:
            for rank, start_s in enumerate(departures(line, service, calls.direction)):
                wheelchair = "1" if line.low_floor or rank % 3 == 0 else "2"
                times = run(calls, line.mode, start_s)
                made.append(Trip(calls, service, times, DWELL_S[line.mode], wheelchair))
    return made
