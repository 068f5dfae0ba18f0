"""A script for r5py runs by changing its import; names load late, networks are kept."""

import subprocess
import sys
import textwrap

import pandas as pd
import pytest

from tests.transit.r5py_like.town import DEPARTURE, engine_times, environment
from transit import (
    TransportNetwork,
    TravelTimeMatrix,
)

SCRIPT = """
import datetime
import sys

import geopandas
import r5py

osm, gtfs, points_file, out = sys.argv[1:]
points = geopandas.read_file(points_file)
transport_network = r5py.TransportNetwork(osm, [gtfs])
matrix = r5py.TravelTimeMatrix(
    transport_network,
    origins=points,
    destinations=points,
    departure=datetime.datetime(2030, 1, 8, 8, 30),
    transport_modes=[r5py.TransportMode.TRANSIT, r5py.TransportMode.WALK],
    snap_to_network=False,
    percentiles=[25, 75],
)
matrix.to_csv(out, index=False)
wide = matrix.pivot(index="from_id", columns="to_id", values="travel_time_p25")
assert wide.loc["home", "home"] == 0
isochrones = r5py.Isochrones(
    transport_network,
    origins=points.geometry.iloc[0],
    departure=datetime.datetime(2030, 1, 8, 8, 30),
    isochrones=[5, 10, 15],
)
isochrones["travel_time"] = isochrones["travel_time"].apply(str)
print(isochrones.geometry.geom_type.unique())
details = r5py.DetailedItineraries(
    transport_network,
    origins=points.iloc[:1],
    destinations=points.iloc[1:3],
    departure=datetime.datetime(2030, 1, 8, 8, 30),
    transport_modes=[r5py.TransportMode.TRANSIT, r5py.TransportMode.WALK],
)
details["mode"] = details.transport_mode.astype(str)
details["minutes"] = details.travel_time.apply(lambda t: round(t.total_seconds() / 60.0, 2))
print(sorted(set(details["mode"])), details.columns.tolist())
"""


def test_a_script_written_for_r5py_runs_with_another_import(files, network, tmp_path):
    osm, feed, points, folder = files
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.replace("import r5py", "import transit as r5py"))
    arguments = [osm, feed, folder / "points.geojson", tmp_path / "matrix.csv"]
    done = subprocess.run(
        [sys.executable, "-W", "error", script, *map(str, arguments)],
        env=environment(NETWORKS_DIR=str(network._cache)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "MultiLineString" in done.stdout
    assert "TransportMode.BUS" in done.stdout
    matrix = pd.read_csv(tmp_path / "matrix.csv")
    expected = engine_times(network, points, (25, 75))
    for i, p in enumerate((25, 75)):
        found = matrix[f"travel_time_s_p{p}"].fillna(-1).astype(int)
        assert found.tolist() == expected[:, :, i].ravel().tolist()


def test_networks_are_kept_by_the_content_of_their_files(files, tmp_path):
    osm, feed, points, _ = files
    TransportNetwork(osm, feed, cache_dir=tmp_path)
    [folder] = tmp_path.iterdir()
    built = (folder / "manifest.json").stat().st_mtime_ns
    copy = tmp_path.parent / "copy" / feed.name
    copy.parent.mkdir(exist_ok=True)
    copy.write_bytes(feed.read_bytes())
    TransportNetwork(osm, [copy], cache_dir=tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == [folder.name]
    assert (folder / "manifest.json").stat().st_mtime_ns == built
    (folder / "timetable_stop.npy").unlink()
    mended = TransportNetwork(osm, [copy], cache_dir=tmp_path)
    assert len(TravelTimeMatrix(mended, points, departure=DEPARTURE)) == len(points) ** 2
    TransportNetwork(None, [feed], cache_dir=tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


def test_files_that_are_missing_or_not_supported(files, tmp_path):
    osm, feed, _, folder = files
    with pytest.raises(FileNotFoundError, match="gtfs: there is no file"):
        TransportNetwork(osm, [tmp_path / "none.zip"])
    with pytest.raises(FileNotFoundError, match="osm_pbf: there is no file"):
        TransportNetwork(tmp_path / "none.osm.pbf")
    with pytest.raises(ValueError, match="elevation_model: slopes are not supported"):
        TransportNetwork(osm, [feed], elevation_model="hills.tif")
    with pytest.raises(FileNotFoundError, match="Could not find any OpenStreetMap"):
        TransportNetwork.from_directory(tmp_path)
    with TransportNetwork.from_directory(folder, cache_dir=tmp_path) as network:
        assert network.timezone.key == "Europe/Paris"
        assert network.extent.area > 0


@pytest.mark.parametrize(
    ("names", "left_out"),
    [
        ("", ("numpy", "geopandas", "numba", "django")),
        (
            ".TransportNetwork, t.TravelTimeMatrix, t.Isochrones, t.TransportMode",
            ("numba", "django"),
        ),
    ],
)
def test_import_loads_no_more_than_it_needs(names, left_out):
    # How many seconds that makes is measured by bin/bench transit.
    code = f"""
        import sys
        import transit as t
        t{names}
        print(*(name in sys.modules for name in {left_out!r}))
    """
    answer = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.split() == ["False"] * len(left_out)
