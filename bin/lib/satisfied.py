"""Tells by its status whether this interpreter has all of a lock file: satisfied.py LOCK_FILE."""

import re
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(\[[^]]*])?==(?P<version>[^\s;]+)\s*(;\s*(?P<marker>[^\\]+))?"
)


def missing(lock_text: str) -> list[str]:
    """Return the pins that apply to this interpreter and are not installed in that very version."""
    from packaging.markers import Marker

    wrong = []
    for line in lock_text.splitlines():
        pin = PIN.match(line)
        if pin is None or (pin["marker"] and not Marker(pin["marker"].strip()).evaluate()):
            continue
        try:
            installed = version(pin["name"])
        except PackageNotFoundError:
            installed = ""
        if installed != pin["version"]:
            wrong.append(f"{pin['name']} {installed or 'missing'} (wanted {pin['version']})")
    return wrong


if __name__ == "__main__":
    try:
        sys.exit(1 if missing(Path(sys.argv[1]).read_text(encoding="utf-8")) else 0)
    except ImportError:
        sys.exit(1)
