"""The status says what is old, by source and territory, and its exit code tells machines."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from geo_matching.common.models import SourceState
from qpv_data.importers import IMPORTERS
from tests.common.bad_files import refusal

pytestmark = pytest.mark.django_db


def state(source, days_ago, territory="departement 38", departements=("38",), **values):
    moment = timezone.now() - timedelta(days=days_ago, hours=1)
    defaults = {"sha256": "0" * 64, "rows": [["communes", 3], ["collèges", 120]], "notices": 7}
    return SourceState.objects.create(
        source=source,
        territory=territory,
        departements=list(departements),
        checked_at=moment,
        **{**defaults, **values},
    )


def status(**options) -> str:
    out = StringIO()
    call_command("import_status", **options, stdout=out)
    return out.getvalue()


def line_of(text, source) -> str:
    (line,) = [line for line in text.splitlines() if line.startswith(f"{source} ")]
    return line


def test_an_empty_database_lists_every_importer():
    out = status()
    for importer in IMPORTERS:
        assert line_of(out, importer.name).endswith("never imported")
    assert "stale" not in out


def test_one_line_tells_age_vintage_rows_and_notices():
    state("colleges", 3, vintage="2026-11-20")
    cells = line_of(status(), "colleges").split("  ")
    cells = [cell.strip() for cell in cells if cell.strip()]
    assert cells[1:2] == ["departement 38"]
    assert cells[3:] == ["3 d", "2026-11-20", "120 collèges", "7", "fresh (limit 45 d)"]


def test_a_source_is_stale_after_its_rhythm():
    state("colleges", 45)
    assert "fresh" in line_of(status(), "colleges")
    SourceState.objects.update(checked_at=timezone.now() - timedelta(days=46, hours=1))
    out = status()
    assert "46 d" in out
    assert "stale (limit 45 d)" in line_of(out, "colleges")
    assert "stale: colleges" in out


def test_a_list_that_never_changes_is_never_stale():
    state("qpv_2015", 3000)
    assert line_of(status(check=True), "qpv_2015").endswith("fresh")


def test_the_exit_code_tells_with_check_only():
    state("colleges", 400)
    status()
    with pytest.raises(SystemExit) as caught:
        status(check=True)
    assert caught.value.code == 1


def test_one_territory():
    state("colleges", 400, "departement 69", ("69",))
    state("colleges", 1)
    state("qpv_2024", 1, "france", ())
    out = status(departement="038", check=True)
    assert "departement 69" not in out
    assert line_of(out, "qpv_2024")
    assert "no such département" in refusal("import_status", departement="99")


def test_imports_that_the_registry_does_not_know_come_last():
    state("offers:partner", 900, "", ())
    last = status(check=True).splitlines()[-1]
    assert last.startswith("offers:partner")
    assert "(whole file)" in last
    assert last.endswith("no rhythm")
