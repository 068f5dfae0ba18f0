"""Imports a territory: every file first, then all importers in one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.management import get_commands, load_command_class
from django.core.management.base import OutputWrapper
from django.db import connection, transaction

from geo_matching.common import versions
from geo_matching.common.errors import InputError
from geo_matching.common.import_journal import FRANCE
from geo_matching.common.importing import ImportCommand, Outcome
from geo_matching.common.source_files import SourceFiles, SourceStore
from qpv_data.importers import Importer, school_year
from qpv_data.territory_choice import TerritoryChoice

_LOCK = "import_territory"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for; without `apply` everything is tried and taken back."""

    territory: TerritoryChoice
    importers: Sequence[Importer]
    apply: bool
    who: str = ""
    accept_removals: bool = False


def gather_files(
    request: Request, store: SourceStore, out: OutputWrapper
) -> dict[str, SourceFiles]:
    """Return the files of every source by name; a source that may be missing is left out."""
    found: dict[str, SourceFiles] = {}
    for importer in request.importers:
        departements = request.territory.departements
        if importer.each and not departements:
            departements = store.sources.departements
        for name in importer.sources:
            if name in found:
                continue
            try:
                found[name] = store.files(name, departements)
            except InputError as error:
                if not store.sources.get(name).optional:
                    raise
                out.write(f"  {name}: left out ({error})")
    return found


def import_all(
    request: Request, files: Mapping[str, SourceFiles], out: OutputWrapper
) -> dict[str, list[Outcome]]:
    """Run all importers in one transaction, which a dry run takes back; return what each did.

    Each import sees what those before it wrote, so a dry run counts exactly what --apply would do.
    A process killed at any point leaves what was stored before, whole.
    """
    outcomes = {}
    with transaction.atomic():
        _one_territory_at_a_time()
        for importer in request.importers:
            if any(name not in files for name in importer.files):
                continue
            out.write("")
            outcomes[importer.name] = [
                _run(importer, options, out) for options in runs_of(importer, request, files)
            ]
        if not request.apply:
            transaction.set_rollback(True)
            return outcomes
        # Last of all: whoever else moves a version waits for this transaction from here on.
        for version in sorted(
            {name for runs in outcomes.values() for o in runs for name in o.bumps}
        ):
            versions.bump(version)
    return outcomes


def load_importer(importer: Importer) -> ImportCommand:
    """Return the command of an importer; raise InputError when there is none of that name."""
    app = get_commands().get(importer.command)
    if app is None:
        raise InputError(f"importer {importer.name}: no command {importer.command}")
    command = load_command_class(app, importer.command) if isinstance(app, str) else app
    if not isinstance(command, ImportCommand):
        raise InputError(f"importer {importer.name}: {importer.command} is no ImportCommand")
    return command


def runs_of(
    importer: Importer, request: Request, files: Mapping[str, SourceFiles]
) -> Iterator[dict[str, Any]]:
    """Yield the options of each run of an importer, as far as they differ from its defaults."""
    options = _options(importer, request, files)
    if importer.national:
        options |= {"departement": [], "territory": FRANCE}
    if not importer.each:
        paths = [path for name in importer.files for path in files[name].paths]
        yield {**options, "files": paths}
        return
    (name,) = importer.files
    for path, code in zip(files[name].paths, files[name].codes, strict=True):
        where = {"departement": [code], "territory": f"departement {code}"} if code else {}
        yield {**options, **where, "files": [path]}


def _options(
    importer: Importer, request: Request, files: Mapping[str, SourceFiles]
) -> dict[str, Any]:
    used = [files[name] for name in importer.sources if name in files]
    licences = dict.fromkeys(f.source.licence for f in used)
    options: dict[str, Any] = {
        "apply": True,
        "bump_later": True,
        "vintage": files[importer.files[0]].vintage,
        "licence": "; ".join(licences)[:80],
        "who": request.who,
        "known_as": importer.name,
        "departement": list(request.territory.departements),
        "territory": request.territory.name,
        "accept_removals": request.accept_removals,
    }
    for option, name in importer.named.items():
        if name in files:
            options[option] = files[name].paths[0]
    for option, names in importer.years.items():
        there = [name for name in names if name in files]
        if there:
            options[option] = school_year(files[there[0]].vintage)
    return options | dict(importer.options)


def _run(importer: Importer, options: dict[str, Any], out: OutputWrapper) -> Outcome:
    command = load_importer(importer)
    command.stdout = out
    return command.perform(command.default_options() | options)


def _one_territory_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [_LOCK])
        row = cursor.fetchone()
    if not row or not row[0]:
        raise InputError("another import_territory is running: wait for its end")
