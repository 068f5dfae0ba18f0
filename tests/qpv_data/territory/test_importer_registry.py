"""The registry of importers: every line of it can be driven."""

from io import StringIO

import pytest
from django.core.management.base import OutputWrapper

from geo_matching.common.models import SourceState
from geo_matching.common.source_files import SourceStore
from geo_matching.common.source_list import Source, SourceList
from qpv_data.importers import IMPORTERS, Importer, chosen_importers, school_year
from qpv_data.models import Qpv
from qpv_data.territory_choice import choose_territory
from qpv_data.territory_import import Request, gather_files, import_all, load_importer
from tests.qpv_data.official_files import feature_2015, write_geojson
from tests.qpv_data.territory.published_files import polygon

pytestmark = pytest.mark.django_db


def test_every_importer_of_the_registry_can_be_driven():
    names = [importer.name for importer in IMPORTERS]
    assert len(names) == len(set(names))
    for importer in IMPORTERS:
        known = load_importer(importer).default_options()
        needed = {*importer.named, *importer.years, *importer.options}
        if not importer.national:
            needed.add("departement")
        assert needed <= set(known), importer.name


def test_an_importer_of_one_file_runs_once_a_departement(tmp_path):
    for code, lat, lon in (("38", 45.2, 5.7), ("69", 45.75, 4.85)):
        feature = feature_2015(f"QP0{code}901", geometry=polygon(lat, lon))
        write_geojson(tmp_path / f"contours-{code}.geojson", feature)
    source = Source(
        "contours",
        "QPV",
        "ANCT",
        "Licence Ouverte 2.0",
        "{departement}.geojson",
        ("json",),
        "2015",
        0,
        per="departement",
    )
    store = SourceStore(SourceList({"contours": source}, {}), None, tmp_path, offline=tmp_path)
    importer = Importer("contours", "import_qpv", ("contours",), each=True)
    request = Request(choose_territory(["38", "69"], ""), [importer], apply=True)
    out = OutputWrapper(StringIO())
    outcomes = import_all(request, gather_files(request, store, out), out)
    assert len(outcomes["contours"]) == 2
    states = SourceState.objects.values_list("source", "territory")
    assert sorted(states) == [("contours", "departement 38"), ("contours", "departement 69")]
    assert Qpv.every_vintage.count() == 2


def test_importers_are_chosen_by_their_name_or_a_source():
    assert [i.name for i in chosen_importers(["qpv_2015"])] == ["qpv_2015"]
    assert [i.name for i in chosen_importers(["priority_schools"])] == ["colleges"]
    assert chosen_importers([]) == list(IMPORTERS)


def test_territories():
    assert choose_territory(["38", "2a", "038"], "").name == "departement 2A 38"
    assert choose_territory([], "94").departements == ("2A", "2B")
    assert len(choose_territory([], "84").departements) == 12
    assert choose_territory([], "", everything=True).departements == ()


def test_flags_for_other_commands():
    flags = [
        choose_territory(["38", "69"], "").flags(),
        choose_territory([], "84").flags(),
        choose_territory([], "", everything=True).flags(),
    ]
    two = ["--departement", "38", "--departement", "69"]
    assert flags == [two, ["--region", "84"], ["--all"]]


def test_school_years():
    years = [school_year(text) for text in ("2022", "2025-2026", "2026-07-31", "2026-08-01")]
    assert years == [2022, 2025, 2025, 2026]
