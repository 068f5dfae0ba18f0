"""Brings the demo up to date, each part only when needed, then serves it: demo.py SECONDS [serve].

One process does both, so that Django, the kernels and the network are loaded once: the workers fork
from it and answer their first request at once.
"""

import contextlib
import errno
import hashlib
import os
import signal
import sys
import threading
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# The status that tells bin/demo to add nothing to the line already printed.
HAS_SAID_WHY = 64
STARTED = time.monotonic() - float(sys.argv[1] if len(sys.argv) > 1 else 0)


def step(text: str) -> None:
    print(f"[{time.monotonic() - STARTED:3.0f} s] {text}", file=sys.stderr, flush=True)


def migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        step("Migrating the database")
        call_command("migrate", interactive=False, verbosity=0)


def make_city(city: Path) -> None:
    from django.core.management import call_command

    # load_demo itself makes the service dates again when less than a year of them is left.
    if not (city / "demo.json").is_file():
        step("Making the demo city")
        call_command("make_demo_city", out=city)
    step("Loading the demo city (what changed since the last start)")
    call_command("load_demo", str(city))


def warm_up() -> None:
    """Ask what every pupil asks first: loads kernels and network, stores each collège's bands."""
    from django.test import Client

    from qpv_data.models import College

    located = College.objects.filter(point__isnull=False)
    cold = list(located.filter(isochrones__isnull=True).values_list("uai", flat=True))
    if cold:
        step(f"Warming up: what {len(cold)} collèges reach")
    client = Client(headers={"host": "127.0.0.1"})
    for uai in [*cold, *located.values_list("uai", flat=True)[:1]]:
        client.get(f"/api/v1/isochrones/?college={uai}&minutes=15,30,45,60,90")
        offers = client.get(f"/api/v1/offers/?college={uai}&page_size=1").json()
    for offer in offers.get("results", []):
        client.get(f"/api/v1/offers/{offer['id']}/journey/?college={uai}")


def print_accounts() -> None:
    """Say how each role signs in: once more, below all that was done before."""
    from django.core.management import call_command

    step("Accounts to try, at /compte/connexion/")
    call_command("make_demo_accounts", stdout=sys.stderr)


def static_sum() -> str:
    """Fingerprint of our own static files and of the lock file, which brings all others."""
    digest = hashlib.sha256((ROOT / "requirements-dev.txt").read_bytes())
    for path in sorted(ROOT.glob("*/static/**/*")):
        status = path.stat()
        digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> None:
    from django.conf import settings
    from django.core.management import call_command

    stamp, wanted = Path(settings.STATIC_ROOT) / ".sum", static_sum()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    step("Collecting static files")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted, encoding="utf-8")


def prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo_matching.settings.dev")
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    import django

    django.setup()
    from django.conf import settings

    collect_static()
    migrate()
    make_city(Path(settings.DATA_DIR) / "demo")
    warm_up()
    print_accounts()


def reason(error: BaseException) -> str:
    """Say in one line why the preparation failed."""
    text = " ".join(str(error).split()) or type(error).__name__
    if getattr(error, "errno", 0) == errno.ENOSPC or "No space left on device" in text:
        return f"the disk is full: {text}"
    if type(error).__name__ == "OperationalError":
        return f"the database does not answer: {text}"
    return text


def explain(error: Exception) -> None:
    log = Path(os.environ["DATA_DIR"]) / "logs" / "prepare.log"
    with contextlib.suppress(OSError):
        log.write_text(traceback.format_exc(), encoding="utf-8")
    print(f"bin/demo: {reason(error)} (details: {log})", file=sys.stderr)


def end_with(parent: int) -> None:
    """Stop this process, what it is doing finished, soon after its parent has ended."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)


def follow_jobs(log: Path) -> None:
    """Send messages, keep deadlines and compute commutes beside the server, until it stops.

    Without it nobody who signs up would get the message that lets them in.
    """
    from django.core.management import call_command

    server = os.getpid()
    if os.fork():
        return
    # Ctrl-C is for the server. It would count as a first signal here and the server's end as a
    # second one, which stops the worker in the middle of a job.
    os.setpgrp()
    with log.open("w", encoding="utf-8") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    threading.Thread(target=end_with, args=(server,), daemon=True).start()
    status = 1
    try:
        call_command("procrastinate", "worker")
        status = 0
    except Exception:  # noqa: BLE001 - the server goes on without it; the log says why
        traceback.print_exc()
    finally:
        # Not sys.exit: what stands further up belongs to the server.
        os._exit(status)


def serve() -> None:
    """Become gunicorn; its options come in GUNICORN_CMD_ARGS."""
    from django.conf import settings
    from django.db import connections
    from gunicorn.app.wsgiapp import WSGIApplication

    step(f"E-mails are written into {settings.EMAIL_FILE_PATH}")
    # A connection must not be shared with the processes that fork from here.
    connections.close_all()
    follow_jobs(Path(settings.DATA_DIR) / "logs" / "jobs.log")
    sys.argv = ["gunicorn", "geo_matching.wsgi"]
    WSGIApplication().run()


def main() -> int:
    try:
        prepare()
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - whatever it is, the user reads one line
        explain(error)
        return HAS_SAID_WHY
    if sys.argv[2:] == ["serve"]:
        serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
