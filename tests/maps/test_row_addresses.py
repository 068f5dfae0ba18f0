import pytest
from django.urls import NoReverseMatch, reverse

from maps.templatetags.maps_words import page_of


@pytest.mark.parametrize("route", ["pupil_change", "agreement", "inbox_application"])
@pytest.mark.parametrize("key", [0, 7, 123_456])
def test_a_row_s_address_is_the_one_of_its_route(route, key):
    assert page_of(key, route) == reverse(route, args=[key])


def test_a_route_that_is_not_there_is_an_error():
    with pytest.raises(NoReverseMatch):
        page_of(7, "no such route")
