"""How tables are written: what is no error, and what cannot be read."""

import pytest

from geo_matching.common.errors import InputError
from tests.transit.gtfs.feeds import GOOD_T2, HEAD, TINY, calls_of
from transit.gtfs import csv_chunks

T1 = [("A", "08:00:00"), ("C", "08:15:00")]


def refusal(read, **changed):
    with pytest.raises(InputError) as caught:
        read(**changed)
    error = caught.value
    return error.file.rsplit("/", 1)[-1], error.row, error.column, error.message


def test_byte_order_mark(read):
    feed = read(**{name: "\ufeff" + text for name, text in TINY.items()})
    assert feed.stops.ids == ["A", "B", "C"]
    assert feed.notices == []


def test_windows_line_ends(read):
    feed = read(**{name: text.replace("\n", "\r\n") for name, text in TINY.items()})
    assert feed.stops.names == ["Mairie", "Halle", "Gare"]
    assert feed.notices == []


def test_no_line_end_after_the_last_row(read):
    feed = read(stops=TINY["stops"].rstrip())
    assert feed.stops.names[-1] == "Gare"


def test_quoted_cells_with_commas_quotes_and_line_ends(read):
    stops = TINY["stops"].replace("Mairie", '"Mairie, ""centre""\nville"')
    assert read(stops=stops).stops.names[0] == 'Mairie, "centre"\nville'


def test_quotes_inside_an_unquoted_cell(read):
    assert read(stops=TINY["stops"].replace("Halle", 'La "Halle"')).stops.names[1] == 'La "Halle"'


def test_blanks_around_header_cells(read):
    stops = TINY["stops"].replace(
        "stop_id,stop_name,stop_lat", ' stop_id , "stop_name",\tstop_lat '
    )
    assert read(stops=stops).stops.names == ["Mairie", "Halle", "Gare"]


def test_blanks_around_cells(read):
    times = HEAD + "t1 , 08:00:00,08:00:00 , A,1 \n t1,08:15:00,08:15:00,C ,2\n" + GOOD_T2
    feed = read(stop_times=times)
    assert calls_of(feed, "t1") == T1
    assert feed.notices == []


def test_blank_lines_are_skipped_but_counted(read):
    times = "\n" + HEAD + "\nt1,08:00:00,08:00:00,A,1\n  \n,,,,\nt1,late,08:15:00,C,2\n\n" + GOOD_T2
    feed = read(stop_times=times)
    assert feed.trips.ids == ["t2"]
    assert [(notice.row, notice.column) for notice in feed.notices] == [(6, "arrival_time")]


def test_any_column_order_and_unknown_columns(read):
    times = """stop_sequence,colour,stop_id,departure_time,trip_id,arrival_time
1,x,A,08:00:00,t1,08:00:00
2,,C,08:15:00,t1,08:15:00
"""
    assert calls_of(read(stop_times=times), "t1") == T1


def test_rows_shorter_than_the_header(read):
    trips = "route_id,service_id,trip_id,trip_headsign,block_id\nL,week,t1\nL,week,t2,Gare\n"
    feed = read(trips=trips)
    assert feed.trips.headsigns == ["", "Gare"]
    assert feed.trips.block.tolist() == [-1, -1]


def test_a_last_column_that_no_row_reaches(read):
    trips = "route_id,service_id,trip_id,block_id\nL,week,t1\nL,week,t2\n"
    assert read(trips=trips).trips.block.tolist() == [-1, -1]


def test_cells_beyond_the_header_are_ignored(read):
    times = TINY["stop_times"].replace(",1\n", ",1,,x\n")
    assert calls_of(read(stop_times=times), "t2") == [("A", "09:00:00"), ("C", "09:15:00")]


def test_a_stop_called_na(read):
    feed = read(
        stops=TINY["stops"].replace("A,Mairie", "NA,null"),
        stop_times=TINY["stop_times"].replace(",A,", ",NA,"),
    )
    assert (feed.stops.ids[0], feed.stops.names[0]) == ("NA", "null")
    assert feed.notices == []


def test_leading_zeros_of_ids_count(read):
    stops = TINY["stops"].replace("A,", "01,").replace("B,", "1,").replace("C,", "001,")
    times = TINY["stop_times"].replace(",A,", ",01,").replace(",B,", ",1,").replace(",C,", ",001,")
    feed = read(stops=stops, stop_times=times)
    assert [stop for stop, _ in calls_of(feed, "t1")] == ["01", "1", "001"]


@pytest.mark.parametrize("table", ["transfers", "frequencies", "shapes", "calendar_dates"])
def test_an_optional_table_of_zero_bytes(read, table):
    assert read(**{table: ""}).notices == []


@pytest.mark.parametrize(
    ("table", "header"),
    [
        ("transfers", "from_stop_id,to_stop_id,transfer_type,min_transfer_time\n"),
        ("frequencies", "trip_id,start_time,end_time,headway_secs,exact_times\n"),
        ("shapes", "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n"),
        ("calendar_dates", "service_id,date,exception_type\n"),
    ],
)
def test_an_optional_table_with_a_header_alone(read, table, header):
    feed = read(**{table: header})
    assert len(feed.trips.ids) == 2
    assert feed.notices == []


@pytest.mark.parametrize("table", ["agency", "stops", "routes", "trips", "stop_times"])
@pytest.mark.parametrize("content", [None, ""])
def test_a_required_table_missing_or_of_zero_bytes(read, table, content):
    expected = (f"{table}.txt", None, "", "required table missing or empty")
    assert refusal(read, **{table: content}) == expected


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("agency", "agency_timezone"),
        ("stops", "stop_id"),
        ("stops", "stop_lat"),
        ("stops", "stop_lon"),
        ("routes", "route_id"),
        ("routes", "route_type"),
        ("trips", "route_id"),
        ("trips", "service_id"),
        ("trips", "trip_id"),
        ("stop_times", "trip_id"),
        ("stop_times", "arrival_time"),
        ("stop_times", "departure_time"),
        ("stop_times", "stop_id"),
        ("stop_times", "stop_sequence"),
        ("calendar", "sunday"),
        ("calendar", "end_date"),
    ],
)
def test_a_required_column_missing(read, table, column):
    file, row, named, message = refusal(read, **{table: TINY[table].replace(column, "other", 1)})
    assert (file, row, named) == (f"{table}.txt", 1, column)
    assert message.startswith("required column missing; the header has ")


def test_a_required_column_missing_in_an_optional_table(read):
    content = "trip_id,start_time,end_time\nt1,06:00:00,07:00:00\n"
    assert refusal(read, frequencies=content)[:3] == ("frequencies.txt", 1, "headway_secs")


def test_semicolons_show_in_the_error(read):
    message = refusal(read, stops=TINY["stops"].replace(",", ";"))[3]
    assert message.endswith("the header has stop_id;stop_name;stop_lat;stop_lon")


def test_another_encoding_names_the_cell(read):
    stops = TINY["stops"].replace("Halle", "Marché").encode("latin-1")
    expected = ("stops.txt", 3, "stop_name", "wrong encoding; expected UTF-8")
    assert refusal(read, stops=stops) == expected


def test_utf_16(read):
    expected = ("stops.txt", 1, "", "wrong encoding; expected UTF-8")
    assert refusal(read, stops=TINY["stops"].encode("utf-16")) == expected


def test_another_encoding_beside_an_old_line_end(read):
    stops = TINY["stops"].replace("Halle", "Marché\rneuf").encode("latin-1")
    assert refusal(read, stops=stops)[:3] == ("stops.txt", 3, "stop_name")


def test_a_header_without_end(read):
    file, _, _, message = refusal(read, stops="x" * 200_000)
    assert file == "stops.txt"
    assert message.startswith("cannot be read as CSV: field larger than")


def test_a_quote_never_closed(read):
    stops = TINY["stops"].replace("Halle", '"Halle')
    assert refusal(read, stops=stops) == ("stops.txt", 3, "", "a quote that is never closed")


def test_a_quote_never_closed_in_a_later_chunk(read, monkeypatch):
    monkeypatch.setattr(csv_chunks, "CHUNK_ROWS", 2)
    stops = TINY["stops"].replace("Gare", '"Gare')
    assert refusal(read, stops=stops) == ("stops.txt", 4, "", "a quote that is never closed")


def test_chunks_join_without_a_seam(read, monkeypatch):
    rows = [
        f"t{trip},{8 + stop}:00:00,,{'ABC'[stop]},{stop}" for trip in range(7) for stop in (0, 1, 2)
    ]
    times = HEAD + "\n".join([*rows[:5], "", *rows[5:]])
    trips = "route_id,service_id,trip_id\n" + "\n".join(f"L,week,t{trip}" for trip in range(7))
    whole = read(stop_times=times, trips=trips)
    monkeypatch.setattr(csv_chunks, "CHUNK_ROWS", 4)
    pieces = read(stop_times=times, trips=trips)
    assert pieces.trips.ids == whole.trips.ids == [f"t{trip}" for trip in range(7)]
    assert pieces.stop_times.departure.tolist() == [28800, 32400, 36000] * 7
    assert whole.stop_times.departure.tolist() == pieces.stop_times.departure.tolist()


def test_row_numbers_go_on_over_chunks(read, monkeypatch):
    monkeypatch.setattr(csv_chunks, "CHUNK_ROWS", 2)
    times = HEAD + "\n" + GOOD_T2 + "\nt1,08:00:00,08:00:00,A,1\nt1,late,late,C,2\n"
    assert [notice.row for notice in read(stop_times=times).notices] == [7]


def test_numbers_that_are_odd_in_one_chunk_only(read, monkeypatch):
    monkeypatch.setattr(csv_chunks, "CHUNK_ROWS", 2)
    stops = TINY["stops"].replace("2.53", "east")
    feed = read(stops=stops)
    assert feed.stops.lon[:2].tolist() == [2.5, 2.51]
    assert [(notice.row, notice.code) for notice in feed.notices] == [(4, "bad_position")]
