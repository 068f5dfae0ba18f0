"""What may come in place of a good zip, and what each such file is answered with."""

import struct
import zipfile

import pytest

from geo_matching.common.errors import InputError
from tests.transit.gtfs.feeds import TINY, calls_of, write_zip
from transit.gtfs.reader import read_feed


def refusal(path):
    with pytest.raises(InputError) as caught:
        read_feed(path, name="toy")
    return str(caught.value)


def test_a_feed_at_the_root_of_the_zip(read):
    feed = read()
    assert calls_of(feed, "t1") == [
        ("A", "08:00:00"),
        ("B", "08:05:00/08:06:00"),
        ("C", "08:15:00"),
    ]
    assert feed.name == "toy"
    assert feed.timezone == "Europe/Paris"
    assert feed.notices == []


def test_a_folder_inside_the_zip(read):
    assert calls_of(read(folder="export/gtfs/"), "t2") == [("A", "09:00:00"), ("C", "09:15:00")]


def test_the_shadow_files_of_a_mac_are_no_second_feed(tmp_path):
    path = write_zip(tmp_path / "toy.zip", TINY, "gtfs/")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/gtfs/stops.txt", b"\x00\x05\x16\x07")
    assert len(read_feed(path, name="toy").trips.ids) == 2


def test_two_feeds_in_one_zip(tmp_path):
    path = write_zip(tmp_path / "toy.zip", TINY, "a/")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("b/stops.txt", TINY["stops"])
    assert refusal(path) == f"{path}: several feeds inside (a, b); expected one"


def test_no_such_file(tmp_path):
    path = tmp_path / "absent.zip"
    assert refusal(path) == f"{path}: no such file; expected a GTFS zip"


def test_a_folder_in_place_of_a_file(tmp_path):
    assert refusal(tmp_path) == f"{tmp_path}: not a file; expected a GTFS zip"


def test_not_a_zip(tmp_path):
    path = tmp_path / "feed.zip"
    path.write_text("stop_id,stop_name\n")
    assert refusal(path) == f"{path}: not a zip; expected a GTFS zip"


def test_a_file_of_zero_bytes(tmp_path):
    path = tmp_path / "feed.zip"
    path.write_bytes(b"")
    assert refusal(path) == f"{path}: not a zip; expected a GTFS zip"


def test_a_zip_cut_short(tmp_path):
    path = write_zip(tmp_path / "feed.zip", TINY)
    path.write_bytes(path.read_bytes()[:-200])
    assert refusal(path) == f"{path}: broken zip (cut short?); expected a GTFS zip"


def test_a_damaged_table(tmp_path):
    path = tmp_path / "feed.zip"
    with zipfile.ZipFile(path, "w") as archive:  # stored, so that the text can be found
        for name, text in TINY.items():
            archive.writestr(f"{name}.txt", text)
    path.write_bytes(path.read_bytes().replace(b"08:05:00,08:06:00", b"08:05:00,08:07:00", 1))
    assert refusal(path) == f"{path}/stop_times.txt: broken zip: this table is damaged"


def test_an_encrypted_table(tmp_path):
    path = write_zip(tmp_path / "feed.zip", TINY)
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        flags = content.index(signature) + offset
        content[flags : flags + 2] = struct.pack("<H", 1)
    path.write_bytes(content)
    assert refusal(path).startswith(f"{path}/agency.txt: encrypted")


def test_an_empty_zip(tmp_path):
    path = write_zip(tmp_path / "feed.zip", {})
    assert refusal(path) == f"{path}: the zip is empty; expected the tables of a GTFS feed"


def test_a_zip_of_something_else(tmp_path):
    path = write_zip(tmp_path / "feed.zip", {"readme": "hello"})
    assert refusal(path).startswith(f"{path}: no GTFS table inside; expected stops.txt")


def test_a_directory_of_the_zip_that_makes_no_sense(tmp_path):
    path = write_zip(tmp_path / "feed.zip", TINY)
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 6] = 0xFF  # the version that reading would need
    path.write_bytes(content)
    assert refusal(path) == f"{path}: broken zip (cut short?); expected a GTFS zip"
