"""The places of the measurements: stops, collèges around them, sites drawn by a seed."""

import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from transit.queries import Place

SEED = 20230502
# Sites stand up to here from a stop, in degrees of latitude (about 220 m).
SPREAD = 0.002
GTFS = "grenoble/gtfs_tag_2023.zip"
STREETS = "grenoble/streets.osm.pbf"
COLLEGES = "education/colleges_geoloc_national.csv"
FILES = (GTFS, STREETS, COLLEGES, "education/priority/rep_rep_plus_rentree_2022.csv")


def read_stops(data: Path) -> pd.DataFrame:
    with zipfile.ZipFile(data / GTFS) as archive, archive.open("stops.txt") as file:
        stops = pd.read_csv(file, encoding="utf-8-sig", dtype={"stop_id": str})
    return stops[["stop_id", "stop_lat", "stop_lon"]]


def stop_places(data: Path) -> list[Place]:
    return [Place(float(lat), float(lon)) for _, lat, lon in read_stops(data).to_numpy()]


def college_places(data: Path) -> list[Place]:
    """Return the collèges inside the bounds of the stops, the most central first."""
    stops = read_stops(data)
    schools = pd.read_csv(data / COLLEGES, sep=";", encoding="utf-8-sig", low_memory=False)
    inside = (schools["nature_uai_libe"] == "COLLEGE") & schools["latitude"].between(
        stops["stop_lat"].min(), stops["stop_lat"].max()
    )
    inside &= schools["longitude"].between(stops["stop_lon"].min(), stops["stop_lon"].max())
    points = schools[inside][["latitude", "longitude"]].to_numpy()
    centre = stops[["stop_lat", "stop_lon"]].median().to_numpy()
    nearest = np.argsort(((points - centre) ** 2).sum(axis=1), kind="stable")
    return [Place(float(lat), float(lon)) for lat, lon in points[nearest]]


def site_places(data: Path, count: int) -> list[Place]:
    """Return sites around stops drawn by a seed: denser where the network is, as hosts are."""
    draw = np.random.default_rng(SEED)
    stops = read_stops(data)[["stop_lat", "stop_lon"]].to_numpy()
    centres = stops[draw.integers(len(stops), size=count)]
    points: NDArray[np.float64] = centres + draw.uniform(-SPREAD, SPREAD, size=(count, 2))
    return [Place(float(lat), float(lon)) for lat, lon in points]
