"""Archives that would fill the disk, leave their folder or cannot be read are refused unopened."""

import gzip
import stat
import zipfile

import pytest

from geo_matching.common.archive_safety import ArchiveLimits, check_archive
from geo_matching.common.errors import InputError

SMALL = ArchiveLimits(max_bytes=2_000_000, max_entries=5, max_ratio=100, ratio_from_bytes=100_000)


def make_zip(folder, entries, compression=zipfile.ZIP_DEFLATED):
    path = folder / "given.zip"
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


def refusal(path, limits=SMALL) -> str:
    with pytest.raises(InputError) as caught:
        check_archive(path, limits)
    return str(caught.value)


def test_ordinary_archives_pass(tmp_path):
    check_archive(make_zip(tmp_path, [("SHP/a.shp", b"abc"), ("b..c.csv", b"x")]), SMALL)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"a;b\n" * 100))
    check_archive(tmp_path / "a.csv.gz", SMALL)
    (tmp_path / "a.csv").write_bytes(b"a;b\n")
    check_archive(tmp_path / "a.csv", SMALL)


def test_a_small_file_is_never_judged_by_its_ratio(tmp_path):
    check_archive(make_zip(tmp_path, [("zeros", bytes(90_000))]), SMALL)


def test_a_bomb_in_a_zip_or_in_gzip(tmp_path):
    assert "zip bomb" in refusal(make_zip(tmp_path, [("zeros", bytes(1_000_000))]))
    bomb = tmp_path / "zeros.gz"
    bomb.write_bytes(gzip.compress(bytes(1_000_000)))
    assert "zip bomb" in refusal(bomb)


def test_many_entries_that_are_large_together(tmp_path):
    entries = [(f"{n}.bin", bytes(range(256)) * 2_000) for n in range(5)]
    path = make_zip(tmp_path, entries, zipfile.ZIP_STORED)
    assert "more than 2000000 bytes" in refusal(path)


def test_too_many_entries(tmp_path):
    assert "6 entries" in refusal(make_zip(tmp_path, [(f"{n}", b"x") for n in range(6)]))


@pytest.mark.parametrize(
    "name", ["../out.csv", "a/../../out.csv", "/etc/out.csv", "C:\\out.csv", "..\\out.csv"]
)
def test_paths_that_leave_the_folder(tmp_path, name):
    assert "leaves the folder" in refusal(make_zip(tmp_path, [(name, b"x")]))


def test_links(tmp_path):
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "is a link" in refusal(make_zip(tmp_path, [(link, b"/etc/passwd")]))


@pytest.mark.parametrize("content", [b"PK\x03\x04 cut", b"\x1f\x8b cut"])
def test_broken_archives(tmp_path, content):
    path = tmp_path / "broken.bin"
    path.write_bytes(content)
    assert "broken" in refusal(path)


def test_an_empty_zip(tmp_path):
    assert "empty" in refusal(make_zip(tmp_path, []))
