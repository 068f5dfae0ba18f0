"""Finds GDAL and GEOS inside the wheels of pyogrio and shapely: no system package is needed."""

import importlib.util
import os
from pathlib import Path


def wheel_library(module: str, pattern: str) -> str | None:
    """Return the library that `module`'s wheel brings, None where wheels are laid out otherwise."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        return None
    found = sorted(Path(spec.origin).parent.parent.joinpath(f"{module}.libs").glob(pattern))
    return str(found[0]) if found else None


def set_data_folders() -> None:
    """Point GDAL and PROJ to the data files that pyogrio's wheel brings, unless they are set."""
    spec = importlib.util.find_spec("pyogrio")
    if spec is None or spec.origin is None:
        return
    root = Path(spec.origin).parent
    for variable, folder in (("GDAL_DATA", "gdal_data"), ("PROJ_DATA", "proj_data")):
        if (root / folder).is_dir():
            os.environ.setdefault(variable, str(root / folder))
