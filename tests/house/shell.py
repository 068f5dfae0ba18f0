"""Runs the scripts, or one function of theirs, away from the developer's own data folder."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LIBRARIES = ("common", "python_env", "postgis", "server")


def clean_environment(data_dir: Path, **extra: str) -> dict[str, str]:
    dropped = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "NUMBA_CACHE_DIR", "NETWORKS_DIR"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, "DATA_DIR": str(data_dir), **extra}


def run(*command: str | Path, data_dir: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        env=clean_environment(data_dir, **extra),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def call(
    code: str, *, data_dir: Path, root: Path = ROOT, **extra: str
) -> subprocess.CompletedProcess[str]:
    """Run bash code that may use every function of bin/lib, speaking as bin/demo."""
    sources = "".join(f'. "{root}/bin/lib/{name}.sh"\n' for name in LIBRARIES)
    return run(
        "bash", "-c", f"set -euo pipefail\n{sources}{code}", "demo", data_dir=data_dir, **extra
    )


def copy_scripts(target: Path) -> Path:
    """Copy what a fresh clone needs to make its environment, and no environment."""
    shutil.copytree(ROOT / "bin", target / "bin", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "requirements-dev.txt", target)
    return target


def stub(folder: Path, name: str, body: str) -> str:
    """Put a program of that name before all others; returns the PATH to use."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    program.chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def forget_cluster(data_dir: Path) -> None:
    """Stop the cluster of a data folder and remove it, wherever it had to be placed."""
    code = 'stop_cluster pg; locate_cluster pg; rm -rf "$CLUSTER" "$PG_SOCKET"'
    call(code, data_dir=data_dir)
