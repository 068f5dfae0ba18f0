"""Reads calendar.txt and calendar_dates.txt, either alone or both, into days of each service."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from geo_matching.common.errors import InputError
from transit.gtfs.archive import FeedArchive
from transit.gtfs.feed import Services
from transit.gtfs.tables import Columns, Table, read_table
from transit.gtfs.times import parse_date
from transit.gtfs.validation import NoticeBook, read_keys

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Ends such as 99991231 mean "for ever"; days beyond these are of no use and would cost memory.
EARLIEST, LATEST = date(1970, 1, 1).toordinal(), date(2099, 12, 31).toordinal()
ADDED, REMOVED = 1, 2

_CALENDAR = Columns(required=("service_id", *WEEKDAYS, "start_date", "end_date"))
_DATES = Columns(required=("service_id", "date", "exception_type"))


class _Calendar:
    """What both tables say, before the range of days is known; days are ordinals."""

    def __init__(self) -> None:
        self.index: dict[str, int] = {}
        # service, first day, last day, runs on each weekday
        self.spans: list[tuple[int, int, int, NDArray[np.bool_]]] = []
        self.exceptions = np.zeros((0, 3), dtype=np.int32)  # service, day, type

    def services(self) -> Services:
        added = self.exceptions[self.exceptions[:, 2] == ADDED, 1]
        starts = [span[1] for span in self.spans] + added.tolist()
        ends = [span[2] for span in self.spans] + added.tolist()
        first, last = (min(starts), max(ends)) if starts else (EARLIEST, EARLIEST - 1)
        active = np.zeros((len(self.index), last - first + 1), dtype=np.bool_)
        # Ordinal 1 is a Monday.
        weekday = (np.arange(first, last + 1) - 1) % 7
        for service, start, end, on_weekday in self.spans:
            days = slice(start - first, end - first + 1)
            active[service, days] = on_weekday[weekday[days]]
        inside = (self.exceptions[:, 1] >= first) & (self.exceptions[:, 1] <= last)
        service, day, kind = self.exceptions[inside].T
        # Of two rows on the same day the last one holds.
        active[service, day - first] = kind == ADDED
        unused = np.zeros(len(self.index), dtype=np.bool_)
        return Services(list(self.index), date.fromordinal(first), active, unused)


def read_services(archive: FeedArchive, book: NoticeBook) -> tuple[Services, dict[str, int]]:
    """Return the services, none marked as used yet, and the index of each id.

    Raises
    ------
    InputError
        When neither table is there.
    """
    calendar = read_table(archive, "calendar.txt", _CALENDAR)
    dates = read_table(archive, "calendar_dates.txt", _DATES)
    table = dates or calendar
    if table is None:
        message = "required table missing or empty: one of calendar.txt and calendar_dates.txt"
        raise InputError(message, file=archive.label("calendar.txt"))
    gathered = _Calendar()
    if calendar is not None:
        _add_spans(calendar, gathered, book)
    if dates is not None:
        _add_exceptions(dates, gathered, book)
    services = gathered.services()
    if not services.active.any():
        message = "no service at all: expected at least one day of service"
        raise InputError(message, file=table.file)
    return services, gathered.index


def _add_spans(table: Table, gathered: _Calendar, book: NoticeBook) -> None:
    keys = read_keys(table, "service_id", book)
    gathered.index.update(keys.index)
    flags = np.stack([_flags(table, weekday, book) for weekday in WEEKDAYS], axis=1)
    bounds = [table.texts[column].at(keys.positions) for column in ("start_date", "end_date")]
    for service, (start_text, end_text) in enumerate(zip(*bounds, strict=True)):
        position = int(keys.positions[service])
        start, end = parse_date(start_text), parse_date(end_text)
        if start is None or end is None:
            column, text = ("start_date", start_text) if start is None else ("end_date", end_text)
            message = f"{text!r} is no date (expected YYYYMMDD): the regular days are left out"
            book.add((table, position, column), "bad_date", message)
        elif end < start:
            message = "before start_date: the service has no regular day"
            book.add((table, position, "end_date"), "bad_date", message)
        elif flags[position].any():
            first, last = max(start.toordinal(), EARLIEST), min(end.toordinal(), LATEST)
            gathered.spans.append((service, first, last, flags[position]))


def _flags(table: Table, weekday: str, book: NoticeBook) -> NDArray[np.bool_]:
    cells = table.texts[weekday]
    odd = np.array([value not in ("0", "1") for value in cells.values])
    book.add_values(table, weekday, odd, "unknown_value", "is neither 0 nor 1: taken as 0")
    return np.array([value == "1" for value in cells.values])[cells.codes]


def _add_exceptions(table: Table, gathered: _Calendar, book: NoticeBook) -> None:
    service_cells, date_cells = table.texts["service_id"], table.texts["date"]
    for value in service_cells.values[1:]:
        gathered.index.setdefault(value, len(gathered.index))
    services = np.array([gathered.index.get(value, -1) for value in service_cells.values])
    days = [parse_date(value) for value in date_cells.values]
    ordinals = np.array([0 if day is None else day.toordinal() for day in days])
    kinds = np.array([_exception(value) for value in table.texts["exception_type"].values])
    rows = np.stack(
        [
            services[service_cells.codes],
            ordinals[date_cells.codes],
            kinds[table.texts["exception_type"].codes],
        ],
        axis=1,
    ).astype(np.int32)
    expected = (
        ("service_id", rows[:, 0] >= 0, "no id"),
        ("date", (rows[:, 1] >= EARLIEST) & (rows[:, 1] <= LATEST), "no usable date (YYYYMMDD)"),
        ("exception_type", rows[:, 2] > 0, "neither 1 nor 2"),
    )
    good = np.ones(len(rows), dtype=np.bool_)
    for column, fine, problem in expected:
        for position in np.flatnonzero(good & ~fine):
            message = f"{problem}: the row is left out"
            book.add((table, int(position), column), "bad_exception", message)
        good &= fine
    _note_repeated(table, rows, good, book)
    gathered.exceptions = rows[good]


def _exception(text: str) -> int:
    return {"1": ADDED, "2": REMOVED}.get(text, 0)


def _note_repeated(
    table: Table, rows: NDArray[np.int32], good: NDArray[np.bool_], book: NoticeBook
) -> None:
    positions = np.flatnonzero(good)
    order = positions[np.lexsort((positions, rows[positions, 1], rows[positions, 0]))]
    again = np.flatnonzero((rows[order[1:], :2] == rows[order[:-1], :2]).all(axis=1)) + 1
    for place in np.sort(order[again]):
        message = "this service and date come again: the last row holds"
        book.add((table, int(place), "date"), "repeated_exception", message)
