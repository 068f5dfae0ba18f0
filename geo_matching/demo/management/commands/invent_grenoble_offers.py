"""Write invented offers for Grenoble, following the real counts by postcode and sector."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.gis.geos import Polygon
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from geo_matching.common.errors import InputError
from geo_matching.demo.grenoble.counts import read_counts, scale
from geo_matching.demo.grenoble.offers import Near, invent
from qpv_data.models import College
from transit.queries import Network, open_network, stop_bounds, street_points


class Command(BaseCommand):
    help = "Invent offers from real counts of offers, on the streets of a built network."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--counts", type=Path, required=True, metavar="CSV")
        parser.add_argument("--network", type=Path, required=True, metavar="DIR")
        parser.add_argument("--out", type=Path, required=True, metavar="JSON")
        parser.add_argument("--offers", type=int, default=2000)
        parser.add_argument("--seed", type=int, default=38)
        parser.add_argument(
            "--week-from",
            type=date.fromisoformat,
            metavar="DAY",
            help="the offers are for the weeks of term that follow this day (today)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            network = open_network(options["network"])
            colleges = colleges_of(network)
            postcodes = {college.postcode for college in colleges}
            counts = read_counts(options["counts"], postcodes)
        except InputError as error:
            raise CommandError(str(error), returncode=2) from error
        streets = street_points(network)
        shares = scale(counts, options["offers"])
        day = options["week_from"] or timezone.localdate()
        bodies = invent(shares, streets, colleges, seed=options["seed"], week_from=day)
        options["out"].write_text(json.dumps(bodies, ensure_ascii=False), encoding="utf-8")
        self.stdout.write(
            f"{sum(counts.values())} real offers in {len(postcodes)} postcodes of "
            f"{len(colleges)} collèges (grades ignored), {len(bodies)} invented in proportion"
        )
        if len(bodies) < options["offers"]:
            self.stdout.write(
                f"{options['offers'] - len(bodies)} left out: no street of the file lies nearest "
                "to a collège of their postcode"
            )


def colleges_of(network: Network) -> list[Near]:
    """Return the open, located collèges within the bounds of the network's stops."""
    located = College.objects.open().located().select_related("commune").order_by("uai")
    inside = located.filter(point__within=Polygon.from_bbox(stop_bounds(network)))
    return [
        Near(c.postcode, c.commune.name, c.point.y, c.point.x)
        for c in inside
        if c.point is not None
    ]
