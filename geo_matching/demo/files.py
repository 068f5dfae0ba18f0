"""The files of a demo city: their names, and what the folder says of itself."""

import json
from pathlib import Path
from typing import Any

from geo_matching.common.errors import InputError

FEED, STREETS = "feed.zip", "streets.osm.pbf"
COLLEGES, QPV = "fr-en-annuaire-education.csv", "qpv_2024.geojson"
HEADCOUNTS = "fr-en-college-effectifs-niveau-sexe-lv.csv"
DOORS = "adresses-36.csv"
OFFERS, ABOUT = "offers.json", "demo.json"
FILES = (FEED, STREETS, COLLEGES, HEADCOUNTS, QPV, DOORS, OFFERS, ABOUT)


def missing_files(folder: Path) -> list[str]:
    return [name for name in FILES if not (folder / name).is_file()]


def read_about(folder: Path) -> dict[str, Any]:
    """Return what a folder says of its city: seed, dates, bounds.

    Raises
    ------
    InputError
        When no city was made in this folder.
    """
    try:
        about: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = f"no demo city here: run make_demo_city --out {folder} first"
        raise InputError(message, file=str(folder)) from None
    except ValueError:
        message = "not readable: delete it and run make_demo_city again"
        raise InputError(message, file=str(folder / ABOUT)) from None
    return about
