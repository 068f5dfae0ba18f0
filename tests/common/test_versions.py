import pytest

from geo_matching.common import versions

pytestmark = pytest.mark.django_db


def test_a_version_starts_at_zero_and_moves_by_one():
    assert versions.current("ranking") == 0
    assert versions.bump("ranking") == 1
    assert versions.bump("ranking") == 2
    assert versions.current("other") == 0
