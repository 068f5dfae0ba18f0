"""What the engine's commands share: options, points, hours, one-line errors, whole output files."""

import csv
import os
import re
from abc import abstractmethod
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from geo_matching.common.errors import InputError
from transit.limits import Limits
from transit.queries import Place

EXIT_BAD_INPUT = 2
HOUR = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?")


class EngineCommand(BaseCommand):
    """A command that needs no database; bad input ends it with code 2 and one line."""

    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    @abstractmethod
    def run(self, options: dict[str, Any]) -> None:
        """Do the work; raise InputError for what cannot be used."""

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self.run(options)
        except InputError as error:
            raise CommandError(" ".join(str(error).split()), returncode=EXIT_BAD_INPUT) from error


def add_question_arguments(parser: ArgumentParser) -> None:
    """Add the network, the day and the limits."""
    parser.add_argument("--network", type=Path, required=True, metavar="DIR")
    parser.add_argument("--date", required=True, metavar="YYYY-MM-DD")
    parser.add_argument("--max-minutes", type=int, default=90)
    parser.add_argument("--max-rides", type=int, default=4)
    parser.add_argument("--walk-speed-kmh", type=float, default=4.5)
    parser.add_argument("--max-walk-s", type=int, default=1200)
    parser.add_argument("--max-transfer-walk-s", type=int, default=600)
    parser.add_argument("--max-direct-walk-s", type=int, default=2400)
    parser.add_argument("--min-board-wait-s", type=int, default=60)
    parser.add_argument("--wheelchair", action="store_true")


def limits_from(options: dict[str, Any]) -> Limits:
    return Limits(**{name: options[name] for name in Limits.__dataclass_fields__})


def parse_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"--date must look like 2023-05-02, not {text!r}") from None


def parse_hour(text: str, option: str) -> int:
    """Return seconds of the service day from 07:00 or 07:00:30 (25:10 is ten past one)."""
    match = HOUR.fullmatch(text.strip())
    if not match:
        raise InputError(f"{option} must look like 07:00 or 07:00:30, not {text!r}")
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds


def parse_numbers(text: str, option: str) -> tuple[int, ...]:
    try:
        numbers = tuple(int(part) for part in text.split(","))
    except ValueError:
        raise InputError(f"{option} must be whole numbers with commas, not {text!r}") from None
    return numbers


def parse_place(text: str, option: str) -> Place:
    """Return the place of `LAT,LON` in degrees."""
    parts = text.split(",")
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError:
        raise InputError(f"{option} must look like 45.18,5.72 (LAT,LON), not {text!r}") from None
    return check_place(lat, lon, lambda message, _: InputError(f"{option}: {message}"))


def check_place(lat: float, lon: float, error: Callable[[str, str], InputError]) -> Place:
    if not -90 <= lat <= 90:  # noqa: PLR2004 - degrees
        raise error(f"latitude {lat} lies outside -90..90", "lat")
    if not -180 <= lon <= 180:  # noqa: PLR2004 - degrees
        raise error(f"longitude {lon} lies outside -180..180", "lon")
    return Place(lat, lon)


def read_points(path: Path) -> tuple[list[str], list[Place]]:
    """Read a CSV with the columns id, lat, lon, in any order; others are ignored.

    Raises
    ------
    InputError
        Naming the file, the row (the header is row 1) and the column.
    """
    ids: list[str] = []
    places: list[Place] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream)
            header = [name.strip() for name in next(reader, [])]
            for name in ("id", "lat", "lon"):
                if name not in header:
                    raise InputError(
                        "is missing: id,lat,lon are needed", file=path.name, row=1, column=name
                    )
            at = {name: header.index(name) for name in ("id", "lat", "lon")}
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    ids.append(_cell(cells, at["id"], "id", path, reader.line_num))
                    places.append(_place(cells, at, path, reader.line_num))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError("is not a CSV file in UTF-8 with id,lat,lon", file=path.name) from error
    return ids, places


def _cell(cells: list[str], at: int, name: str, path: Path, row: int) -> str:
    value = cells[at].strip() if at < len(cells) else ""
    if not value:
        raise InputError("is empty", file=path.name, row=row, column=name)
    return value


def _place(cells: list[str], at: dict[str, int], path: Path, row: int) -> Place:
    degrees = []
    for name in ("lat", "lon"):
        value = _cell(cells, at[name], name, path, row)
        try:
            degrees.append(float(value))
        except ValueError:
            message = f"is not a number of degrees: {value!r}"
            raise InputError(message, file=path.name, row=row, column=name) from None

    def error(message: str, column: str) -> InputError:
        return InputError(message, file=path.name, row=row, column=column)

    return check_place(degrees[0], degrees[1], error)


def write_whole(out: Path, write: Callable[[Any], None]) -> None:
    """Write a text file beside `out` and rename it, so that nothing is ever left half written."""
    draft = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as stream:
            write(stream)
        draft.replace(out)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", file=str(out)) from error
    finally:
        draft.unlink(missing_ok=True)


def show_hour(seconds: int) -> str:
    """Return HH:MM:SS of the service day, past 24:00 or with a minus where needed."""
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
