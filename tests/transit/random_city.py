"""Small random networks, dense in everything that can go wrong, as the text of a toy."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.transit.naive import NaiveLimits
from tests.transit.toy import clock, seconds_of

POINTS = ("A", "B", "C")
DENSE_S = st.integers(0, 50).map(lambda steps: 90 * steps)
HOP_S = st.sampled_from((0, 30, 60, 90, 120, 240, 300, 600))
DWELL_S = st.sampled_from((0, 0, 0, 30, 60, 240))
CALL_RULE = st.sampled_from(("",) * 25 + ("^", "v", "x", "?"))
SERVICE = st.sampled_from(("", "", "", "on=today", "on=yesterday", "on=yesterday,today"))
SILENT_OR_NOT = st.sampled_from(("",) * 12 + ("wheelchair=1", "wheelchair=2"))
WAY = st.sampled_from(
    ("residential ",) * 12
    + ("steps ", "motorway ", "footway foot=no", "trunk sidewalk=left", "path access=private")
    + ("footway oneway:foot=yes", "path oneway:foot=-1", "service oneway=yes")
)
DAY_S = 86_400


@dataclass(frozen=True)
class City:
    """A toy, and the second around which it is busy."""

    text: str
    busy_s: int
    allow_on_demand: bool


@st.composite
def cities(draw: Any) -> City:
    """Draw one or two feeds around the morning or around midnight."""
    busy_s = seconds_of(draw(st.sampled_from(("08:00", "08:00", "23:30"))))
    lines = []
    for feed in ("city", "region")[: draw(st.sampled_from((1, 1, 1, 2)))]:
        lines += [f"feed {feed}", *_feed(draw, busy_s)]
    stops = [line.split()[2:4] for line in lines if line.startswith("stop")]
    for name in POINTS:
        east, north = map(int, draw(st.sampled_from(stops)))
        lines.append(f"point {name} {east + draw(st.sampled_from((0, 60, 250, 700)))} {north}")
    # A trip that nobody wants makes sure that something runs on the day.
    lines += ["stop Z 90000", "stop ZZ 99000", "line Z Z ZZ", "  trip on=today 03:00 03:10"]
    return City("\n".join(lines), busy_s, draw(st.booleans()))


def _feed(draw: Any, busy_s: int) -> list[str]:
    stations = ("P", "Q")[: draw(st.integers(0, 2))]
    lines = [f"station {name} 0 0 {draw(SILENT_OR_NOT)}" for name in stations]
    stops = [f"S{number}" for number in range(draw(st.integers(4, 8)))]
    for stop in stops:
        place = f"{draw(st.integers(0, 20)) * 200} {draw(st.integers(0, 10)) * 150}"
        station = draw(st.sampled_from(("", "", *(f"in={name}" for name in stations))))
        lines.append(f"stop {stop} {place} {station} {draw(SILENT_OR_NOT)}")
    for number in range(draw(st.integers(2, 6))):
        called = draw(st.lists(st.sampled_from(stops), min_size=2, max_size=5))
        lines.append(f"line L{number} {' '.join(called)}")
        lines += [_trip(draw, busy_s, len(called)) for _ in range(draw(st.integers(2, 5)))]
    for _ in range(draw(st.integers(0, 4))):
        ends = [draw(st.sampled_from((*stops, *stations))) for _ in range(2)]
        least = draw(st.sampled_from((0, 60, 180, 400)))
        lines.append(f"transfer {' '.join(ends)} {draw(st.integers(0, 3))} {least}")
    return lines


def _trip(draw: Any, busy_s: int, calls: int) -> str:
    now = busy_s + draw(DENSE_S)
    options = [draw(SERVICE), draw(SILENT_OR_NOT)]
    if draw(st.integers(0, 9)) == 0:
        until = clock(now + draw(st.sampled_from((600, 900, 1200))))
        options.append(f"every={draw(st.sampled_from((300, 420)))} from={clock(now)} until={until}")
    elif draw(st.booleans()):
        options.append("block=b")
    times = []
    for call in range(calls):
        blank = 0 < call < calls - 1 and draw(st.integers(0, 7)) == 0
        arrival, now = now, now + (0 if blank else draw(DWELL_S))
        times.append(("-" if blank else f"{clock(arrival)}/{clock(now)}") + draw(CALL_RULE))
        now += draw(HOP_S)
    return f"  trip {' '.join(options)} : {' '.join(times)}"


@st.composite
def streets(draw: Any) -> str:
    """Draw a grid of ways under the city, some of them closed, one-way on foot, or steps."""
    ways = []
    for east in range(0, 5001, 800):
        ways += [f"{east},{north} {east},{north + 500}" for north in range(0, 1500, 500)]
    for north in range(0, 1501, 500):
        ways += [f"{east},{north} {east + 800},{north}" for east in range(0, 4800, 800)]
    return "\n".join(draw(WAY).replace(" ", f" {way} ", 1) for way in ways)


def limits() -> st.SearchStrategy[NaiveLimits]:
    """Draw the limits of a question, often the usual ones."""
    return st.builds(
        NaiveLimits,
        max_minutes=st.sampled_from((90, 90, 30)),
        max_rides=st.sampled_from((4, 4, 1, 2, 3, 6, 0)),
        walk_speed_kmh=st.sampled_from((4.5, 4.5, 3.6, 6.0)),
        max_walk_s=st.sampled_from((300, 600, 1200)),
        max_transfer_walk_s=st.sampled_from((600, 0, 150, 300, 900)),
        max_direct_walk_s=st.sampled_from((0, 0, 600, 2400)),
        min_board_wait_s=st.sampled_from((60, 60, 0, 90)),
        wheelchair=st.sampled_from((False, False, False, True)),
    )


def moments(city: City, *, late: bool = False) -> st.SearchStrategy[int]:
    """Draw a second of the service day to leave at, or (late) to be there by.

    Around midnight the trips of the eve are asked for as well.
    """
    eves = st.sampled_from((0, -DAY_S) if city.busy_s > DAY_S // 2 else (0,))
    first, last = (45, 150) if late else (-10, 50)
    around = st.integers(first, last).map(lambda steps: city.busy_s + 60 * steps)
    odd = st.sampled_from((0, 0, 0, 1, 30, 59))
    return st.builds(lambda at, extra, eve: max(0, at + extra + eve), around, odd, eves)
