"""Counters that caches hang on: bump one whenever what it stands for has changed."""

from django.db.models import F

from geo_matching.common.models import DataVersion


def current(name: str) -> int:
    """Return the number of this version; 0 before the first bump."""
    return DataVersion.objects.filter(name=name).values_list("number", flat=True).first() or 0


def bump(name: str) -> int:
    """Move this version on by one, inside the caller's transaction, and return its number."""
    DataVersion.objects.get_or_create(name=name)
    DataVersion.objects.filter(name=name).update(number=F("number") + 1)
    return current(name)
