"""Puts the lines together: courses on streets, stops, trips and shapes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo_matching.demo.city.build import City
from geo_matching.demo.transport.plan import LINES
from geo_matching.demo.transport.routing import Course, StreetFinder, lay, shape
from geo_matching.demo.transport.stops import StopPlace, StopPlanner, hubs
from geo_matching.demo.transport.timetable import Trip, trips

Shape = tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True)
class Transport:
    courses: list[Course]
    places: list[StopPlace]
    hubs: set[int]
    trips: list[Trip]
    shapes: dict[str, Shape]  # line -> points in metres, metres run

    def bus_edges(self) -> set[int]:
        """Return the streets that lines use: they stay open both ways."""
        return {index for course in self.courses for index, _ in course.steps}


def build_transport(city: City) -> Transport:
    finders = {mode: StreetFinder(city, mode) for mode in ("tram", "bus")}
    courses = [lay(line, finders[line.mode]) for line in LINES]
    planner = StopPlanner(city)
    calls = planner.plan(courses)
    made = [
        trip
        for course in courses
        for trip in trips(course.line, [c for c in calls if c.line == course.line.name])
    ]
    return Transport(
        courses=courses,
        places=planner.places,
        hubs=hubs(planner.places),
        trips=made,
        shapes={course.line.name: shape(course, city) for course in courses},
    )
