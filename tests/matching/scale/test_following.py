"""An offer that is imported or moved: its commutes are there as soon as the worker has looked."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from geo_matching.common.versions import bump
from geo_matching.matching.models import Commute, ComputedCollege
from offers.models import Site
from tests.matching.networks.conftest import queue
from tests.matching.networks.test_network_tasks import work
from tests.matching.scale.conftest import COLLEGES
from tests.matching.toy_town import FOOT, NEAR, at
from tests.offers.partner_bodies import body, write_offers

__all__ = ["queue"]
pytestmark = pytest.mark.django_db(transaction=True)


def waiting() -> int:
    return ProcrastinateJob.objects.filter(
        task_name__endswith="follow_changes", status="todo"
    ).count()


def import_offer(folder, east: float) -> Site:
    point = at(east)
    coordinates = {"latitude": point.y, "longitude": point.x}
    file = write_offers(folder, body(77, coordinates=coordinates))
    call_command("import_offers", str(file), "--apply")
    return Site.objects.latest("pk")


def test_an_imported_offer_and_a_moved_site_are_followed(town, queue, tmp_path, dump):
    call_command("compute_commutes", "--all")
    assert not waiting()
    site = import_offer(tmp_path, FOOT)
    assert waiting() == 1
    work()
    assert not waiting()
    assert Commute.objects.filter(site=site).count() == 2 * COLLEGES  # two pairs of hours
    before = set(Commute.objects.filter(site=site).values_list("college_id", "commute_s"))
    site.point = at(NEAR)
    site.save()
    bump("ranking")
    assert waiting() == 1
    work()
    after = set(Commute.objects.filter(site=site).values_list("college_id", "commute_s"))
    assert after != before
    followed = dump()
    Commute.objects.all().delete()
    ComputedCollege.objects.all().delete()
    call_command("compute_commutes", "--all")
    assert dump() == followed


def test_an_offer_taken_off_in_the_admin_takes_its_commutes_along(
    town, queue, tmp_path, admin_client
):
    call_command("compute_commutes", "--all")
    site = import_offer(tmp_path, FOOT)
    work()
    assert Commute.objects.filter(site=site).exists()
    answer = admin_client.post(
        reverse("admin:offers_offer_changelist"),
        {"action": "unpublish", "_selected_action": [site.offers.get().pk]},
    )
    assert answer.status_code == 302
    assert waiting() == 1
    work()
    assert not Commute.objects.filter(site=site).exists()


def test_without_a_computed_college_nobody_is_asked(town, queue, tmp_path):
    import_offer(tmp_path, FOOT)
    assert not waiting()
