"""DetailedItineraries: the engine's journeys, leg by leg."""

import datetime as dt

import pandas as pd
import pytest

from tests.transit.r5py_like.town import DEPARTURE, R5PY
from tests.transit.toy import DAY
from tests.transit.toy_streets import STREET_PACE_M
from transit import (
    DetailedItineraries,
    TransportMode,
    queries,
)


def test_itineraries_are_the_engines_journeys(network, points):
    found = DetailedItineraries(
        network, points.iloc[:1], points.iloc[1:2], departure=DEPARTURE,
        transport_modes=[TransportMode.BUS],
    )  # fmt: skip
    assert found.columns.tolist() == [
        *("from_id", "to_id", "option", "segment", "transport_mode", "departure_time"),
        *("distance", "travel_time", "wait_time", "feed", "agency_id", "route_id"),
        *("start_stop_id", "end_stop_id", "geometry"),
    ]
    # L1 leaves every ten minutes: of the ten departures some catch one bus, some the next.
    assert found.option.nunique() == 2
    first = found[found.option == 0].reset_index(drop=True)
    assert first.transport_mode.tolist() == [
        TransportMode.WALK, TransportMode.BUS, TransportMode.WALK
    ]  # fmt: skip
    ride = first.iloc[1]
    assert (ride.feed, ride.agency_id, ride.route_id) == ("city", "1", "L1")
    assert (ride.start_stop_id, ride.end_stop_id) == ("S1", "S2")
    start = first.departure_time.iloc[0]
    places = [queries.Place(point.y, point.x) for point in points.geometry]
    engine = network.with_modes(frozenset({TransportMode.BUS}))
    depart_s = (start - pd.Timestamp(DAY)).total_seconds()
    journey = queries.plan_journey(
        engine, places[0], places[1], DAY, depart_s=int(depart_s), limits=R5PY
    )
    assert [leg.arrival - leg.departure for leg in journey.legs] == [
        t.total_seconds() for t in first.travel_time
    ]
    total = first.travel_time.sum() + first.wait_time.sum()
    assert total.total_seconds() == journey.travel_time_s
    assert ride.wait_time >= dt.timedelta(minutes=1)
    assert ride.departure_time == start + first.travel_time[0] + ride.wait_time
    assert first["distance"][0] == pytest.approx(first.travel_time[0].total_seconds(), abs=1)


def test_itineraries_with_walking_and_types(network, points):
    found = DetailedItineraries(
        network, points.iloc[:2], points.iloc[1:3], departure=DEPARTURE,
        transport_modes=["TRANSIT", "WALK"],
    )  # fmt: skip
    assert not found.all_to_all
    assert found.od_pairs.to_numpy().tolist() == [["home", "work"], ["work", "mill"]]
    walk = found[(found.option == 0) & (found.from_id == "home")]
    assert walk.transport_mode.tolist() == [TransportMode.WALK]
    assert walk.departure_time.isna().all()
    assert walk.travel_time.item().total_seconds() == pytest.approx(5030 * STREET_PACE_M, abs=1)
    kinds = {name: found[name].dtype.kind for name in ("option", "segment", "departure_time")}
    assert kinds == {"option": "i", "segment": "i", "departure_time": "M"}
    assert found.travel_time.dtype.kind == found.wait_time.dtype.kind == "m"
    everything = DetailedItineraries(network, points.iloc[:2], departure=DEPARTURE)
    assert everything.all_to_all
    assert len(everything.od_pairs) == 4
    assert isinstance(everything.drop(columns="geometry"), pd.DataFrame)
