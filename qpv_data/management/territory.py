"""What the import commands of this app share: which départements, and the year of a list."""

from argparse import ArgumentParser
from typing import Any

from geo_matching.common.errors import InputError
from geo_matching.common.importing import ImportCommand
from qpv_data.scope import Scope, scope_of

FIRST_YEAR = 2014


class TerritoryCommand(ImportCommand):
    """An import that `--departement` restricts, in what it writes and in what it may remove."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--departement",
            action="append",
            default=[],
            metavar="CODE",
            help="only rows of this département; repeatable; nothing is removed elsewhere",
        )

    @staticmethod
    def scope(options: dict[str, Any]) -> Scope:
        """Return what --departement says."""
        return scope_of(options.get("departement") or ())


def vintage_year(options: dict[str, Any], what: str) -> int:
    """Return the year that --vintage begins with; raise InputError when there is none."""
    text = str(options["vintage"])[:4]
    whole = str(options["vintage"])
    if not text.isdigit() or int(text) not in range(FIRST_YEAR, 2100) or whole[4:5].isdigit():
        raise InputError(f"--vintage is required: {what}")
    return int(text)
