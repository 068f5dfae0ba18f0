"""A worker that starts afresh knows every background job that the code declares."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("geo_matching", "transit", "offers", "qpv_data", "maps")
JOB = re.compile(r"^@app\.task\b.*\n(?:@.*\n)*def (\w+)", re.MULTILINE)
# In a process of its own: here the tests themselves have imported modules that a worker may not.
ASK = """
import django
django.setup()
from procrastinate.contrib.django import procrastinate_app
app = procrastinate_app.current_app
app.perform_import_paths()
print("\\n".join(app.tasks))
"""


def declared() -> set[str]:
    found = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found |= {f"{module}.{name}" for name in JOB.findall(path.read_text(encoding="utf-8"))}
    return found


def test_a_worker_knows_every_job() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env={**os.environ, "SECRET_KEY": "test-only-key"},
        check=True,
        capture_output=True,
        text=True,
    )
    jobs = declared()
    assert len(jobs) > 10
    assert jobs - set(answer.stdout.split()) == set()
