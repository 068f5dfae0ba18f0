"""Notices as a file, and their order."""

from geo_matching.common.notices import Notice
from tests.transit.gtfs.feeds import GOOD_T2, HEAD
from transit.gtfs.validation import write_notices


def test_notices_as_csv(tmp_path):
    path = tmp_path / "notices.csv"
    write_notices(path, [Notice("feed.zip/stops.txt", 3, "stop_id", "code", 'says "no", twice')])
    assert path.read_bytes() == (
        b'file,row,column,code,message\nfeed.zip/stops.txt,3,stop_id,code,"says ""no"", twice"\n'
    )


def test_no_notice_is_a_header_alone(tmp_path):
    path = tmp_path / "notices.csv"
    write_notices(path, [])
    assert path.read_text() == "file,row,column,code,message\n"


def test_a_notice_does_not_tell_where_the_archive_lay(read, tmp_path):
    feed = read(stop_times=HEAD + GOOD_T2, folder="gtfs/")
    assert [notice.file for notice in feed.notices] == ["toy.zip/gtfs/trips.txt"]


def test_reading_twice_gives_the_same_notices(read):
    stops = "stop_id,stop_name,stop_lat,stop_lon\nA,,46.5,2.5\nC,,46.5,x\nA,,1,1\n,,,2\n"
    times = HEAD + GOOD_T2 + "x,,,A,1\ny,,,A,1\nt1,06:00:00,,B,1\n"
    first, second = (read(stops=stops, stop_times=times).notices for _ in range(2))
    assert len(first) == 6
    assert first == second
