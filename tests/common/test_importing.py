"""The frame of imports: driven without a command line, limited to a territory, and its journal."""

from io import StringIO

import pytest
from django.core.management import call_command, load_command_class
from django.core.management.base import OutputWrapper
from django.db import transaction

from geo_matching.common.models import ImportRun, SourceState
from qpv_data.models import College
from tests.qpv_data.official_files import UAI_A, UAI_B, directory_row, write_directory

pytestmark = pytest.mark.django_db

RHONE = {
    "Identifiant_de_l_etablissement": "0699001J",
    "Code_commune": "69999",
    "Code_departement": "069",
    "Libelle_departement": "Rhône",
    "Code_academie": "10",
    "Libelle_academie": "Lyon",
    "Code~postal": "69990",
    "latitude": "45.75",
    "longitude": "4.85",
}


@pytest.fixture
def both(tmp_path):
    return write_directory(tmp_path, directory_row(), directory_row(**RHONE), name="both.csv")


def perform(file, **options):
    command = load_command_class("qpv_data", "import_colleges")
    command.stdout = OutputWrapper(StringIO())
    return command.perform({**command.default_options(), "files": [file], **options})


def test_driven_without_a_command_line(both):
    assert not perform(both).written
    assert not College.objects.exists()
    outcome = perform(both, apply=True)
    assert outcome.written
    assert outcome.counts.added > 2
    assert not perform(both, apply=True).differs


def test_several_imports_in_one_transaction_go_together(both):
    with transaction.atomic():
        perform(both, apply=True)
        assert College.objects.exists()
        transaction.set_rollback(True)
    assert not College.objects.exists()
    assert not SourceState.objects.exists()


def test_a_territory_limits_what_is_written_and_what_goes(both, tmp_path):
    perform(both, apply=True, departement=["38"])
    assert list(College.objects.values_list("uai", flat=True)) == [UAI_A]
    perform(both, apply=True)
    isere_only = write_directory(
        tmp_path, directory_row(Identifiant_de_l_etablissement=UAI_B), name="isere.csv"
    )
    perform(isere_only, apply=True, departement=["38"])
    open_ones = set(College.objects.open().values_list("uai", flat=True))
    assert open_ones == {UAI_B, "0699001J"}


def test_the_journal_says_territory_and_source(both):
    call_command(
        "import_colleges",
        both,
        departement=["38"],
        apply=True,
        known_as="annuaire",
        licence="lov2",
        vintage="2026-11",
        who="DSDEN 38",
        stdout=StringIO(),
    )
    run = ImportRun.objects.get()
    assert (run.source, run.territory, run.who) == ("annuaire", "departement 38", "DSDEN 38")
    state = SourceState.objects.get()
    assert (state.source, state.territory, state.departements) == (
        "annuaire",
        "departement 38",
        ["38"],
    )
    assert (state.vintage, state.licence, state.sha256) == ("2026-11", "lov2", run.sha256)
    assert ["collèges", 1] in state.rows
    assert state.changed_at == state.checked_at


def test_looking_again_moves_the_check_and_nothing_else(both):
    perform(both, apply=True)
    before = SourceState.objects.get()
    perform(both, apply=True)
    after = SourceState.objects.get()
    assert after.checked_at > before.checked_at
    assert after.changed_at == before.changed_at
    assert ImportRun.objects.count() == 1


def test_another_file_that_says_the_same_keeps_its_notices(both, tmp_path):
    perform(both, apply=True)
    bad = directory_row(Identifiant_de_l_etablissement="0389002Z")
    same = write_directory(tmp_path, directory_row(), directory_row(**RHONE), bad, name="again.csv")
    perform(same, apply=True)
    assert ImportRun.objects.count() == 2
    latest = ImportRun.objects.first()
    assert (latest.added, latest.changed, latest.removed) == (0, 0, 0)
    assert latest.notices.get().code == "bad_uai"


def test_a_wider_territory_takes_the_place_of_the_narrower_ones(both):
    perform(both, apply=True, departement=["38"])
    perform(both, apply=True, departement=["69"])
    perform(both, apply=True, departement=["38", "69"], territory="region 84")
    assert [state.territory for state in SourceState.objects.all()] == ["region 84"]
    perform(both, apply=True)
    assert SourceState.objects.count() == 2
    perform(both, apply=True, territory="france")
    assert [state.territory for state in SourceState.objects.all()] == ["", "france"]
