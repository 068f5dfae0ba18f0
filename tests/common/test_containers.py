"""Plain, gzipped or zipped: told by content; broken and monstrous ones are one clear line."""

import gzip
import zipfile

import pytest

from geo_matching.common import containers
from geo_matching.common.containers import open_unpacked, read_text
from geo_matching.common.csv_rows import open_csv, stream_csv
from geo_matching.common.errors import InputError
from geo_matching.common.geo import ewkb_point

TABLE = "Nom;Âge\r\nÉloi;14\r\n;\r\nZoé;15\r\n"


def write(path, content):
    path.write_bytes(content)
    return path


def zipped(path, **entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "."), content)
    return path


def every_form(folder):
    raw = TABLE.encode("utf-8-sig")
    yield write(folder / "plain.dat", raw)
    yield write(folder / "packed.dat", gzip.compress(raw))
    yield zipped(folder / "archive.dat", data__csv=raw, notice__pdf=b"%PDF")


def test_a_table_reads_the_same_in_every_form(tmp_path):
    for path in every_form(tmp_path):
        table = open_csv(path)
        assert [(row.number, row.cells) for row in table.rows()] == [
            (2, {"nom": "Éloi", "age": "14"}),
            (4, {"nom": "Zoé", "age": "15"}),
        ]
        assert table.columns == {"nom": "Nom", "age": "Âge"}
        with stream_csv(path) as streamed:
            assert list(streamed.cells(("age", "nom"))) == [(2, ("14", "Éloi")), (4, ("15", "Zoé"))]


def test_labels_name_the_entry(tmp_path):
    labels = [read_text(path, kind="text")[1] for path in every_form(tmp_path)]
    assert labels == ["plain.dat", "packed.dat (gzip)", "archive.dat/data.csv"]


def test_a_wrong_encoding_deep_in_a_stream_is_told_with_its_row(tmp_path):
    body = "a;b\n" + "é;1\n" * 3000
    raw = body.encode() + "é;1\n".encode("latin-1")
    path = write(tmp_path / "x.csv.gz", gzip.compress(raw))
    with pytest.raises(InputError, match="row 3002: not UTF-8"), stream_csv(path) as table:
        list(table.rows())


def test_a_bomb_is_refused_before_it_fills_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(containers, "ALWAYS_ALLOWED_BYTES", 100_000)
    zeros = b"a;b\n" + b"0;0\n" * 2_000_000
    for path in (
        write(tmp_path / "bomb.gz", gzip.compress(zeros)),
        zipped(tmp_path / "bomb.zip", data__csv=zeros),
    ):
        with pytest.raises(InputError, match="unpacks to more than"):
            read_text(path, kind="text")


@pytest.mark.parametrize("cut", [30, 200, -20])
def test_a_cut_archive_is_one_line(tmp_path, cut):
    raw = "".join(f"{n};{n * n}\n" for n in range(500)).encode()
    for path in (
        write(tmp_path / "cut.gz", gzip.compress(raw)[:cut]),
        write(tmp_path / "cut.zip", zipped(tmp_path / "w.zip", a__csv=raw).read_bytes()[:cut]),
    ):
        with pytest.raises(InputError) as caught:
            read_text(path, kind="text")
        assert path.name in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_damaged_zip_entry_is_one_line(tmp_path):
    path = zipped(tmp_path / "x.zip", a__csv=b"abcdefgh" * 2000)
    raw = bytearray(path.read_bytes())
    raw[40:60] = b"\xff" * 20
    write(path, bytes(raw))
    with pytest.raises(InputError, match=r"x.zip/a.csv: cannot be unpacked"):
        read_text(path, kind="text")


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"a__csv": b"x", "b__csv": b"y"}, "2 of them found: a.csv, b.csv"),
        ({"notice__pdf": b"x"}, "none found: notice.pdf"),
        ({}, "none found: nothing"),
    ],
)
def test_a_zip_must_hold_one_table(tmp_path, entries, words):
    with pytest.raises(InputError, match=words):
        read_text(zipped(tmp_path / "x.zip", **entries), kind="text")


def test_the_very_name_wins_over_one_that_ends_so(tmp_path):
    path = zipped(tmp_path / "x.zip", a__csv=b"1;2", old_a__csv=b"3;4")
    with open_unpacked(path, ("a.csv",)) as (stream, label):
        assert (stream.read(), label) == (b"1;2", "x.zip/a.csv")


def test_a_web_page_in_a_gzip_is_told(tmp_path):
    path = write(tmp_path / "x.gz", gzip.compress(b"<!DOCTYPE html><html></html>"))
    with pytest.raises(InputError, match="web page"), open_unpacked(path, (".csv",)) as (stream, _):
        containers.require_kind(stream.peek(100), "text", "x.gz")


@pytest.mark.django_db
def test_a_point_for_copy_is_what_postgis_reads():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT ST_AsEWKT(%s::geometry)", [ewkb_point(45.25, 5.75)])
        assert cursor.fetchone() == ("SRID=4326;POINT(5.75 45.25)",)
