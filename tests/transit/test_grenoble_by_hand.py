"""Five journeys on Grenoble's real timetable, each checked by hand against stop_times.txt.

What was read there stands beside each journey: the departure before, the one taken, the one after.
The same rules stand on a toy network in journeys/test_l01_checked_by_hand.py.
"""

from datetime import date

import pytest

from transit.management.commands.journeys import as_text
from transit.network.builder import build_network
from transit.queries import Place, open_network, plan_journey

TUESDAY = date(2023, 5, 2)
AUBRAC = Place(45.16610722459182, 5.734299014855217)  # collège Lucie Aubrac, REP+
VILAR = Place(45.156022648146184, 5.730740310609724)  # collège Jean Vilar, REP+
MEYLAN, SEYSSINET = Place(45.21345, 5.79779), Place(45.17319, 5.69749)
CLAIX, VICTOR_HUGO = Place(45.11834, 5.66857), Place(45.19116, 5.72572)


@pytest.fixture(scope="module")
def grenoble(stages_data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("grenoble") / "network"
    files = stages_data / "grenoble"
    build_network([files / "gtfs_tag_2023.zip"], files / "streets.osm.pbf", folder)
    return open_network(folder)


def rides(journey) -> list[str]:
    """Return the rides as `line from departure - arrival to`."""
    return [
        line.strip()
        for line in as_text(journey).splitlines()[1:]
        if not any(f"  {mode}:" in line for mode in ("access", "transfer", "egress"))
    ]


def test_one_bus_and_the_next_one_is_too_late(grenoble):
    # C6 at Edmond Esmonin: 08:26, 08:36 (La Plaine 08:48), 08:46 (08:58, and 4 min 21 s to walk).
    found = plan_journey(grenoble, VILAR, SEYSSINET, TUESDAY, arrive_by_s=9 * 3600)
    assert rides(found) == [
        (
            "08:36:00 - 08:48:00  C6 to Grenoble, Oxford, 7 stops: "
            "Grenoble, Edmond Esmonin - Seyssinet-Pariset, La Plaine"
        )
    ]
    assert (found.rides, found.walk_s, found.travel_time_s) == (1, 786, 1566)


def test_tram_then_bus_with_a_walk_between(grenoble):
    # C1 at Chavant: 08:26 (Maupertuis 08:47), 08:36 (08:57: 6 min 56 s more are too many).
    # Tram A to Chavant: 08:15 (08:22, walk 95 s, there 08:23:35), 08:19 (08:26: the bus is gone).
    found = plan_journey(grenoble, AUBRAC, MEYLAN, TUESDAY, arrive_by_s=9 * 3600)
    assert rides(found) == [
        (
            "08:15:00 - 08:22:00  A to Fontaine, La Poya, 5 stops: "
            "Grenoble, La Bruyère-Parc Jean Verlhac - Grenoble, Chavant"
        ),
        (
            "08:26:00 - 08:47:00  C1 to Meylan, Maupertuis, 13 stops: "
            "Grenoble, Chavant - Meylan, Maupertuis"
        ),
    ]
    assert (found.rides, found.walk_s, found.travel_time_s) == (2, 821, 2706)


def test_three_rides_to_an_hourly_bus(grenoble):
    # 21 at Pont Rouge: 08:42 only. 25 at L'Etoile: 08:33 (08:40), 08:46. Tram A: 08:08 (08:29, and
    # 2 min 16 s to walk), 08:12 (08:33).
    found = plan_journey(grenoble, AUBRAC, CLAIX, TUESDAY, arrive_by_s=9 * 3600)
    assert rides(found) == [
        (
            "08:08:00 - 08:29:00  A to Le Pont-de-Claix, L'Etoile, 13 stops: "
            "Grenoble, La Bruyère-Parc Jean Verlhac - Le Pont-de-Claix, L'Etoile"
        ),
        (
            "08:33:00 - 08:40:00  25 to Le Gua, Les Saillants, 3 stops: "
            "Le Pont-de-Claix, L'Etoile - Claix, Pont Rouge"
        ),
        (
            "08:42:00 - 08:47:00  21 to Seyssins, Le Prisme, 4 stops: "
            "Claix, Pont Rouge - Claix, Claix Mairie"
        ),
    ]
    assert (found.rides, found.walk_s, found.travel_time_s) == (3, 827, 3080)


def test_the_way_back_after_work(grenoble):
    # 21 at Claix Mairie from 16:38:03 on: 16:40 (16:45). 25: 16:42 is missed, 16:51 (16:57), 17:01.
    # Tram A at L'Etoile from 16:59:58 on: 16:59 is missed, 17:03 (17:23).
    found = plan_journey(grenoble, CLAIX, AUBRAC, TUESDAY, depart_s=16 * 3600 + 1800)
    assert rides(found) == [
        (
            "16:40:00 - 16:45:00  21 to Claix, Pont Rouge, 4 stops: "
            "Claix, Claix Mairie - Claix, Pont Rouge"
        ),
        (
            "16:51:00 - 16:57:00  25 to Grenoble, Colonel Dumont, 3 stops: "
            "Claix, Pont Rouge - Le Pont-de-Claix, L'Etoile"
        ),
        (
            "17:03:00 - 17:23:00  A to Fontaine, La Poya, 13 stops: "
            "Le Pont-de-Claix, L'Etoile - Grenoble, La Bruyère-Parc Jean Verlhac"
        ),
    ]
    assert (found.rides, found.walk_s, found.travel_time_s) == (3, 886, 3490)


def test_the_last_bus_belongs_to_the_day_before(grenoble):
    # C3 at Victor Hugo after midnight: 24:26 of Tuesday's services, and nothing else.
    wednesday = date(2023, 5, 3)
    found = plan_journey(grenoble, VICTOR_HUGO, VILAR, wednesday, depart_s=600)
    assert rides(found) == [
        (
            "00:26:00 - 00:40:00  C3 to Échirolles, Centre du graphisme, 12 stops: "
            "Grenoble, Victor Hugo - Grenoble, Polesud - Alpexpo"
        )
    ]
    assert (found.rides, found.walk_s, found.travel_time_s) == (1, 713, 2136)
