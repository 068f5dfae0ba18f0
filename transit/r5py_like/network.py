"""A street and public transport network made of files, built once and kept in a cache."""

import hashlib
import json
import os
import tempfile
import warnings
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from zipfile import ZipFile, is_zipfile
from zoneinfo import ZoneInfo

import geopandas
import numpy as np
import shapely

from transit.r5py_like.errors import ArgumentError
from transit.r5py_like.modes import TransportMode

if TYPE_CHECKING:
    from transit.network.network import Network
    from transit.network.walks import Walks

# How far R5 looks for a street.
SNAP_RADIUS_M = 1600.0
PathLike = str | os.PathLike[str]


class TransportNetwork:
    """Streets of an OSM extract and timetables of GTFS feeds.

    Parameters
    ----------
    osm_pbf : path or None
        OSM extract; None = no streets, walks are great circle x 1.3.
    gtfs : path or list of paths
        GTFS feeds; none = a network to walk on.
    allow_errors : bool
        Taken and not used: rows that cannot be used are always left out and counted.
    cache_dir : path, optional
        Where built networks are kept; without it the environment's NETWORKS_DIR, and without that
        a folder of one's own among the temporary files.

    Raises
    ------
    ArgumentError
        For an argument that is not supported.
    FileNotFoundError, geo_matching.common.errors.InputError
        For a file that is missing or cannot be used.
    """

    def __init__(
        self,
        osm_pbf: PathLike | None,
        gtfs: PathLike | Iterable[PathLike] = (),
        elevation_model: Any = None,
        elevation_cost_function: Any = None,
        allow_errors: bool = False,  # noqa: ARG002
        *,
        cache_dir: PathLike | None = None,
    ) -> None:
        for name, value in (
            ("elevation_model", elevation_model),
            ("elevation_cost_function", elevation_cost_function),
        ):
            if value is not None:
                raise ArgumentError(name, "slopes are not supported: leave the argument out")
        feeds = [gtfs] if isinstance(gtfs, (str, os.PathLike)) else list(gtfs)
        self._osm = None if osm_pbf is None else _existing(osm_pbf, "osm_pbf")
        self._gtfs = [_existing(feed, "gtfs") for feed in feeds]
        if self._osm is None and not self._gtfs:
            raise ArgumentError("osm_pbf", "is None and there is no gtfs: nothing to travel on")
        self._cache = None if cache_dir is None else Path(cache_dir)
        self._by_modes: dict[frozenset[TransportMode], Network] = {}
        self.timetable: Network | None = self._open() if self._gtfs else None

    @classmethod
    def from_directory(cls, path: PathLike, *, cache_dir: PathLike | None = None) -> Self:
        """Take the first OSM extract of a folder (in order of name) and all of its feeds."""
        folder = Path(path)
        extracts = sorted(folder.glob("*.osm.pbf"))
        if not extracts:
            raise FileNotFoundError(
                f"Could not find any OpenStreetMap extract file (`.osm.pbf`) in {folder.absolute()}"
            )
        if len(extracts) > 1:
            message = f"Found more than one OpenStreetMap extract, using {extracts[0].name}"
            warnings.warn(message, RuntimeWarning, stacklevel=2)
        feeds = [one for one in sorted(folder.glob("*.zip")) if _holds_feed(one)]
        return cls(extracts[0], feeds, cache_dir=cache_dir)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None

    @cached_property
    def walks(self) -> "Walks":
        """How one walks here: along the streets, or straight without."""
        from transit.r5py_like import engine  # noqa: PLC0415 - numba loads only when it computes

        return self.timetable.walks if self.timetable else engine.walks_of(self._osm)

    @property
    def extent(self) -> shapely.Polygon:
        """The box around all streets, or around the stops where there are none."""
        lat, lon = self.walks.junctions()
        if not len(lat) and self.timetable:
            lat, lon = self.timetable.links.lat, self.timetable.links.lon
        return shapely.box(np.nanmin(lon), np.nanmin(lat), np.nanmax(lon), np.nanmax(lat))

    @property
    def timezone(self) -> ZoneInfo | None:
        """The feeds' zone; None without feeds."""
        return ZoneInfo(self.timetable.manifest["timezone"]) if self.timetable else None

    def snap_to_network(
        self,
        points: geopandas.GeoSeries,
        radius: float = SNAP_RADIUS_M,
        street_mode: TransportMode = TransportMode.WALK,
    ) -> geopandas.GeoSeries:
        """Return the nearest point of a street for each point, empty where none is in `radius` m.

        Index, order and reference system are those of `points`.
        """
        from transit.r5py_like import engine  # noqa: PLC0415 - numba loads only when it computes

        if TransportMode(street_mode) is not TransportMode.WALK:
            raise ArgumentError("street_mode", "only WALK is supported: leave the argument out")
        in_degrees = np.asarray(points.to_crs("EPSG:4326").values)
        lat, lon = engine.snap(
            self.walks, shapely.get_y(in_degrees), shapely.get_x(in_degrees), radius
        )
        snapped = [
            shapely.Point(x, y) if np.isfinite(x) else shapely.Point()
            for x, y in zip(lon, lat, strict=True)
        ]
        found = geopandas.GeoSeries(snapped, index=points.index, crs="EPSG:4326")
        return found.to_crs(points.crs)

    def with_modes(self, modes: frozenset[TransportMode]) -> "Network":
        """Return the timetable with the routes of some modes of public transport alone."""
        from transit.r5py_like import engine  # noqa: PLC0415 - numba loads only when it computes

        if self.timetable is None:
            raise ArgumentError(
                "transport_modes",
                "public transport needs a timetable: give TransportNetwork a gtfs=, "
                "or ask for [TransportMode.WALK]",
            )
        if TransportMode.TRANSIT in modes:
            return self.timetable
        if modes not in self._by_modes:
            self._by_modes[modes] = engine.only_modes(self.timetable, modes)
        return self._by_modes[modes]

    def _open(self) -> "Network":
        """Open the cached network of these very files, and build it where there is none."""
        from transit.r5py_like import engine  # noqa: PLC0415 - numba loads only when it computes

        files = [(path, "gtfs") for path in self._gtfs]
        files += [(self._osm, "osm")] if self._osm else []
        described = [[kind, path.stem, engine.sha256_of(path)] for path, kind in files]
        key = hashlib.sha256(json.dumps([engine.FORMAT_VERSION, described]).encode()).hexdigest()
        folder = (self._cache or _default_cache()) / f"network-{key[:24]}"
        return engine.open_or_build(self._gtfs, self._osm, folder)


def _existing(path: PathLike, argument: str) -> Path:
    found = Path(path).absolute()
    if not found.is_file():
        raise FileNotFoundError(f"{argument}: there is no file {found}")
    return found


def _holds_feed(path: Path) -> bool:
    if not is_zipfile(path):
        return False
    with ZipFile(path) as archive:
        return any(Path(name).name == "stop_times.txt" for name in archive.namelist())


def _default_cache() -> Path:
    """Return NETWORKS_DIR, or a folder that nobody else can write to."""
    if chosen := os.environ.get("NETWORKS_DIR"):
        return Path(chosen)
    owner = os.getuid() if hasattr(os, "getuid") else "me"
    folder = Path(tempfile.gettempdir()) / f"transit-networks-{owner}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if hasattr(os, "getuid") and folder.stat().st_uid != owner:
        raise PermissionError(f"{folder} belongs to somebody else: set NETWORKS_DIR")
    return folder
