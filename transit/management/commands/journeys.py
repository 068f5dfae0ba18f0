"""One journey with its legs, as JSON or as text."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from transit.management.engine import (
    EngineCommand,
    add_question_arguments,
    limits_from,
    parse_day,
    parse_hour,
    parse_place,
    show_hour,
)
from transit.queries import Journey, Leg, notes_on, open_network, plan_journey


class Command(EngineCommand):
    help = "Plan one journey between two points; needs no database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_question_arguments(parser)
        parser.add_argument("--from", dest="origin", required=True, metavar="LAT,LON")
        parser.add_argument("--to", dest="destination", required=True, metavar="LAT,LON")
        when = parser.add_mutually_exclusive_group(required=True)
        when.add_argument("--depart", metavar="07:00[:30]")
        when.add_argument("--arrive-by", metavar="09:00[:30]")
        parser.add_argument("--format", choices=("json", "text"), default="json")

    def run(self, options: dict[str, Any]) -> None:
        depart, arrive_by = options["depart"], options["arrive_by"]
        network = open_network(options["network"])
        journey = plan_journey(
            network,
            parse_place(options["origin"], "--from"),
            parse_place(options["destination"], "--to"),
            parse_day(options["date"]),
            depart_s=parse_hour(depart, "--depart") if depart else None,
            arrive_by_s=parse_hour(arrive_by, "--arrive-by") if arrive_by else None,
            limits=limits_from(options),
        )
        show = as_json if options["format"] == "json" else as_text
        self.stdout.write(show(journey))
        for note in notes_on(network, limits_from(options)):
            self.stderr.write(f"note: {note}")


def as_json(journey: Journey) -> str:
    content = asdict(journey)
    if journey.status != "ok":
        content |= {name: None for name in content if name not in {"status", "legs"}}
    else:
        content |= {name: show_hour(content[name]) for name in ("departure", "arrival")}
    content["legs"] = [_leg(leg) for leg in journey.legs]
    return json.dumps(content, ensure_ascii=False)


def _leg(leg: Leg) -> dict[str, Any]:
    ride = {
        "feed": leg.feed,
        "route": leg.route,
        "headsign": leg.headsign,
        "trip": leg.trip,
        "stops": leg.stops,
    }
    return {
        "mode": leg.mode,
        **(ride if leg.mode == "ride" else {}),
        "from": leg.from_name,
        "to": leg.to_name,
        "departure": show_hour(leg.departure),
        "arrival": show_hour(leg.arrival),
        "geometry": {
            "type": "LineString",
            "coordinates": [(lon, lat) for lat, lon in leg.geometry],
        },
    }


def as_text(journey: Journey) -> str:
    if journey.status != "ok":
        return journey.status
    hours = f"{show_hour(journey.departure)} -> {show_hour(journey.arrival)}"
    work = f"{journey.travel_time_s} s, {journey.rides} rides, {journey.walk_s} s on foot"
    lines = [f"{hours}  {work}"]
    for leg in journey.legs:
        what = (
            f"{leg.route} to {leg.headsign}, {leg.stops} stops" if leg.mode == "ride" else leg.mode
        )
        ends = f"{leg.from_name or 'origin'} - {leg.to_name or 'destination'}"
        lines.append(f"  {show_hour(leg.departure)} - {show_hour(leg.arrival)}  {what}: {ends}")
    return "\n".join(lines)
