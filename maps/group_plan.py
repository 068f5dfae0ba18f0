"""The group's trips to each host and back, as lines of French for a printed sheet."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from geo_matching.common.text import NARROW_SPACE, time_in_words
from geo_matching.matching.errors import CollegeNotLocatedError, NoTimetableError
from geo_matching.matching.figures import minutes_up
from geo_matching.matching.networks import Build, build_by_pk
from geo_matching.matching.origins import Origin, origin_of
from geo_matching.matching.queries import MOST_HOSTS, GroupHost, groups_of_offers, read_hosts
from geo_matching.matching.timetables import day_in_words
from geo_matching.matching.trips import EVENING, MORNING, Stay, Trip, trips_for
from maps.bands import band
from offers.sectors import SECTORS
from offers.weeks import week_in_words
from qpv_data.models import College
from transit import queries as transit_queries

# What one printed sheet holds.
HOSTS_A_SHEET = 6


@dataclass(frozen=True, slots=True)
class LegLine:
    """One leg: a walk, or a ride with its line's badge."""

    text: str
    line: str = ""
    colour: str = ""
    text_colour: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of the group's trip; `minutes` counts the wait for the opening."""

    label: str
    departure: str
    arrival: str
    minutes: int
    legs: tuple[LegLine, ...]


@dataclass(frozen=True, slots=True)
class HostSheet:
    """A host that can take the group, with both ways (None: not possible that day).

    `minutes` are those of an ordinary school day, by which hosts are found and ranked.
    """

    host: GroupHost
    sectors: str
    minutes: int
    band: int
    hours: str
    ways: tuple[Way | None, Way | None]

    @property
    def is_usual(self) -> bool:
        """Say whether the week's trip takes as long as on an ordinary school day."""
        return all(self.ways) and max(way.minutes for way in self.ways if way) == self.minutes


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """The answer to a teacher: `sheets` are one page of the `count` hosts, best first.

    `problem` says why there is none: "no_timetable" or "not_located", else "". `notice` tells that
    the timetable is of another time, `day` for which day the trips are told, `usual_day` on which
    the minutes of the hosts rest.
    """

    college: College
    week: str
    size: int
    minutes: int
    count: int = 0
    sheets: tuple[HostSheet, ...] = ()
    page: int = 1
    problem: str = ""
    notice: str = ""
    day: str = ""
    usual_day: str = ""

    @property
    def is_usual(self) -> bool:
        return all(sheet.is_usual for sheet in self.sheets)

    @property
    def first(self) -> int:
        return (self.page - 1) * HOSTS_A_SHEET + 1

    @property
    def last(self) -> int:
        return self.first + len(self.sheets) - 1

    @property
    def at_least(self) -> bool:
        """Say whether there may be more hosts than were looked at."""
        return self.count >= MOST_HOSTS

    @property
    def more(self) -> int:
        """How many hosts the next page shows."""
        return min(HOSTS_A_SHEET, max(0, self.count - self.page * HOSTS_A_SHEET))


def plan_group(asked: dict[str, Any], page: int = 1) -> GroupPlan:
    """Return the hosts for what a valid GroupForm asks, one page with the trips planned."""
    college, week = asked["college"], asked["week"]
    size, minutes = asked["size"], asked["max_minutes"]
    plan = GroupPlan(college, week_in_words(week), size, minutes, page=max(1, page))
    try:
        origin = origin_of(college.uai)
        groups = groups_of_offers(origin, week, size, minutes)
        shown = read_hosts(groups[plan.first - 1 : plan.first - 1 + HOSTS_A_SHEET])
        build = build_by_pk(origin.build_pk)
        sheets = tuple(_sheet(origin, build, host, week) for host in shown)
    except NoTimetableError:
        return replace(plan, problem="no_timetable")
    except CollegeNotLocatedError:
        return replace(plan, problem="not_located")
    timetable = origin.timetable
    return replace(
        plan,
        count=len(groups),
        sheets=sheets,
        notice=timetable.trip_notice(timezone.localdate(), week),
        day=day_in_words(timetable.day_of(week)),
        usual_day=day_in_words(timetable.service_date),
    )


def _sheet(origin: Origin, build: Build, host: GroupHost, week: int) -> HostSheet:
    figures = host.commute
    hours = (figures.start_s, figures.end_s)
    # An offer that several hosts share is told for the worst of its days, wherever that is.
    stay = None if host.offer.days.all() else Stay(host.offer.site, *hours)
    there, back = trips_for(origin, host.offer, (MORNING, EVENING), stay, week, build)
    codes = dict.fromkeys(ranked.offer.sector for ranked in host.offers)
    return HostSheet(
        host=host,
        sectors=", ".join(SECTORS[code].name for code in codes if code in SECTORS),
        minutes=figures.minutes,
        band=band(figures.minutes),
        hours=f"de {time_in_words(hours[0])} à {time_in_words(hours[1])}",
        ways=(_way("Aller", there), _way("Retour", back)),
    )


def _way(label: str, trip: Trip) -> Way | None:
    journey = trip.journey
    if journey is None:
        return None
    return Way(
        label=label,
        departure=time_in_words(journey.departure),
        arrival=time_in_words(journey.arrival),
        minutes=minutes_up(trip.total_s),
        legs=tuple(_leg_line(leg) for leg in journey.legs),
    )


def _leg_line(leg: "transit_queries.Leg") -> LegLine:
    minutes = f"{max(1, minutes_up(leg.arrival - leg.departure))}{NARROW_SPACE}min"
    if leg.mode != "ride":
        return LegLine(f"marche {minutes}")
    stops = f"{leg.stops} arrêt{'s' if leg.stops > 1 else ''}"
    times = f"{time_in_words(leg.departure)} - {time_in_words(leg.arrival)}"
    towards = f" vers {leg.headsign}" if leg.headsign else ""
    text = f"{leg.from_name}{towards}, {times}, {stops}"
    return LegLine(text, leg.route, leg.colour, leg.text_colour)
