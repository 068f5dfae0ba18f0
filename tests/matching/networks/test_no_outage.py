"""The whole of an update, from a moved feed to new minutes, while people ask over HTTP."""

import pytest
from django.core.management import call_command

from geo_matching.matching.models import ComputedCollege
from tests.matching.asking import asking, wait_until
from tests.matching.toy_town import offer_at
from transit.models import NetworkBuild

# Too far to walk. For work at nine the bus of 8:05 is left for at 8:03, the one of 8:35 at 8:33.
EARLY = """
stop S1 0
stop S2 5000
line L1 S1 S2
  trip 08:05 08:20
line L2 S2 S1
  trip 17:05 17:20
"""
LATE = EARLY.replace("08:05 08:20", "08:35 08:50")
UPDATE = ("update_networks", "--departement", "38", "--apply", "--now")


@pytest.mark.django_db(transaction=True)
def test_a_moved_feed_is_recomputed_without_an_outage(live_server, queue, published, isere):
    offer_at(5000)
    published.publish_feed("tag", EARLY)
    call_command(*UPDATE)
    address = f"{live_server.url}/api/v1/offers/?college={isere.uai}"
    with asking(address) as answers:
        wait_until(lambda: len(answers) >= 4)
        published.publish_feed("tag", LATE)
        call_command(*UPDATE)
        moved = len(answers)
        wait_until(lambda: len(answers) >= moved + 6)
        published.publish_feed("tag", EARLY + "  trip 18:05 18:20\n")
        call_command(*UPDATE)
        again = len(answers)
        wait_until(lambda: len(answers) >= again + 6)
    assert {status for status, _ in answers} == {200}
    (early,), (late,) = answers[0][1], answers[again - 1][1]
    assert early - late == 30
    # Never an empty list, and never the old figure once the new one is there.
    assert {minutes for _, minutes in answers} == {(early,), (late,)}
    assert {minutes for _, minutes in answers[again + 2 :]} == {(early,)}
    assert set(ComputedCollege.objects.values_list("build__active", flat=True)) == {True}
    assert NetworkBuild.objects.count() == 3
