"""Whether the legs of a journey of the engine can be done, looked up trip by trip."""

from itertools import pairwise

from tests.transit.naive_feed import Run
from tests.transit.naive_search import Day
from transit.queries import Journey, Leg


def assert_journey_holds(journey: Journey, day: Day) -> None:
    """Legs follow one another in time and place, add up, and ride vehicles that run."""
    legs = journey.legs
    rides = [leg for leg in legs if leg.mode == "ride"]
    assert (legs[0].departure, legs[-1].arrival) == (journey.departure, journey.arrival)
    assert journey.travel_time_s == journey.arrival - journey.departure
    assert len(rides) == journey.rides
    walks = [leg.arrival - leg.departure for leg in legs if leg.mode != "ride"]
    assert sum(walks) == journey.walk_s
    for before, after in pairwise(legs):
        assert before.arrival <= after.departure
        assert before.to_name == after.from_name
        assert not before.mode == after.mode == "transfer"
    for leg in rides:
        assert any(_carries(day, run, leg) for run in day.runs)
        assert len(leg.stop_names) == leg.stops + 1
        assert (leg.stop_names[0], leg.stop_names[-1]) == (leg.from_name, leg.to_name)
    for leg in legs:
        assert len(leg.geometry) >= 1


def _carries(day: Day, run: Run, leg: Leg) -> bool:
    if run.trip.route != leg.route:
        return False
    boarded, vehicle = False, run
    while vehicle:
        for call in vehicle.calls:
            name = day.stops[call.stop].name
            if boarded and call.alight and (name, call.arrival) == (leg.to_name, leg.arrival):
                return True
            starts = (name, call.departure) == (leg.from_name, leg.departure)
            boarded = boarded or (call.board and starts)
        vehicle = vehicle.onward if boarded else None
    return False
