"""Measurements are believed only when their results are: the rules of bin/bench."""

import json
import sys
from pathlib import Path

import pytest

from geo_matching.bench.__main__ import missing, results_of
from geo_matching.bench.engine_cases import check_agreement
from geo_matching.bench.process import MeasureError, run
from geo_matching.bench.report import Result, as_json, as_table


def test_a_process_is_measured_alone() -> None:
    big = run([sys.executable, "-c", "x = bytearray(300_000_000); print(len(x))"])
    small = run([sys.executable, "-c", "print(1)"])
    assert big.output.strip() == "300000000"
    assert big.peak_mb > 280 > small.peak_mb
    assert big.seconds > 0


def test_a_failing_process_gives_its_last_line() -> None:
    with pytest.raises(MeasureError, match="no such network"):
        run([sys.executable, "-c", "raise SystemExit('first\\nno such network')"])


def test_answers_like_the_baseline_are_accepted() -> None:
    theirs = [600 + 10 * k for k in range(100)]
    ours = [value - 30 for value in theirs[:97]] + [value + 900 for value in theirs[97:]]
    assert check_agreement(ours, theirs) == (
        "97 of 100 answers at most 120 s later than the baseline's"
    )


@pytest.mark.parametrize(
    "ours",
    [
        [value + 500 for value in range(100)],  # all too late
        [value - 500 for value in range(100)],  # all too good to be true
        [None] * 50 + list(range(50, 100)),  # half of them missing
        [None] * 100,
    ],
)
def test_other_answers_are_refused(ours: list) -> None:
    with pytest.raises(MeasureError):
        check_agreement(ours, list(range(100)))


def test_report_says_what_is_over_its_limit() -> None:
    results = [
        Result("quick", "", seconds=0.05, limit_s=0.1, baseline_s=5.0, peak_mb=10, limit_mb=20),
        Result("slow", "", seconds=2.0, limit_s=1.0),
        Result("big", "", seconds=0.5, limit_s=1.0, peak_mb=2000, limit_mb=1024),
        Result("absent", "", status="skipped", note="no data"),
    ]
    rows = json.loads(as_json(results, 2))["results"]
    assert [row["within"] for row in rows] == [True, False, False, None]
    assert rows[0]["ratio"] == 100.0
    table = as_table(results).splitlines()
    assert [line.split()[-1] for line in table[1:5]] == ["within", "OVER", "OVER", "skipped"]
    assert table[5] == "absent: skipped: no data"


def test_without_data_cases_are_skipped_with_the_reason(tmp_path: Path) -> None:
    results = list(results_of(["window", "ranked_offers"], None, has_postgis=True))
    assert [r.status for r in results] == ["skipped", "skipped"]
    assert all("STAGES_DATA" in r.note for r in results)
    assert "streets.osm.pbf" in missing("window", tmp_path, has_postgis=True)
    assert missing("second_start", None, has_postgis=False) == "PostGIS is not installed"
