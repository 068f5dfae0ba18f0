import pytest

from offers.models import Offer, WorkingHours
from qpv_data.models import Qpv
from qpv_data.uai import uai_fault
from tests.offers.factories import make_offers_on_grid
from tests.qpv_data.factories import make_college, make_qpv, point_at

pytestmark = pytest.mark.django_db


def test_the_invented_world_holds_together():
    college = make_college(north_m=100, east_m=100)
    assert uai_fault(college.uai) == ""
    make_qpv()
    assert Qpv.objects.of_vintage(2024).covering(college.point).count() == 1
    assert Qpv.every_vintage.covering(point_at(-50, 0)).count() == 0
    make_offers_on_grid(2, 3)
    assert Offer.objects.open().count() == 6
    assert WorkingHours.objects.values_list("start_s", "end_s").distinct().get() == (32400, 61200)
