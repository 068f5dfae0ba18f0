"""Shows what the State's search of firms knows of a SIRET; nothing is stored."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from geo_matching.common.errors import InputError
from geo_matching.common.importing import EXIT_BAD_INPUT
from offers.company_search import CompanySearchError, company_search
from offers.company_words import told_activity
from offers.sources.companies import Establishment, Found


class Command(BaseCommand):
    """look_up_siret SIRET."""

    help = "Look up one SIRET in Recherche d'entreprises: name, address, activity, sector."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("siret", help="14 digits, blanks allowed")

    def handle(self, *_args: Any, **options: Any) -> None:
        siret = options["siret"].replace(" ", "")
        try:
            answer = company_search().look_up(siret)
        except (InputError, CompanySearchError) as error:
            raise CommandError(str(error), returncode=EXIT_BAD_INPUT) from error
        if answer.establishment is None:
            self.stdout.write(f"{siret}: not found (unknown, or the firm does not disclose itself)")
            return
        if answer.found is Found.FIRM_ONLY:
            name = answer.establishment.name
            self.stdout.write(f"{siret}: {name} is known, this establishment is not listed")
            return
        for label, value in _lines(answer.establishment):
            self.stdout.write(f"{label}: {value or '-'}")


def _lines(place: Establishment) -> list[tuple[str, str]]:
    point = "" if place.lat is None else f"{place.lat:.5f}, {place.lon:.5f}"
    return [
        ("SIRET", place.siret),
        ("name", place.name),
        ("address", place.address),
        ("commune", f"{place.postcode} {place.city} ({place.commune_code})"),
        ("position", point),
        ("activity", told_activity(place, timezone.localdate())),
        ("state", "open" if place.is_open else "closed"),
        ("head office", "yes" if place.is_head_office else "no"),
        ("discloses its address", "yes" if place.discloses else "no"),
    ]
