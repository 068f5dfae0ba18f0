"""Counters that caches hang on: bump one whenever what it stands for has changed."""

from django.conf import settings
from django.db.models import F
from django.utils.module_loading import import_string

from geo_matching.common.models import DataVersion


def current(name: str) -> int:
    """Return the number of this version; 0 before the first bump."""
    return DataVersion.objects.filter(name=name).values_list("number", flat=True).first() or 0


def bump(name: str, *, derived: bool = False) -> int:
    """Move this version on by one, inside the caller's transaction, and return its number.

    What is computed from the data stands in layers above: settings.VERSION_FOLLOWERS names who is
    told, inside that transaction too.

    `derived`: only what is computed from the data has changed, nobody has to compute anything.
    """
    DataVersion.objects.get_or_create(name=name)
    DataVersion.objects.filter(name=name).update(number=F("number") + 1)
    if not derived:
        for path in settings.VERSION_FOLLOWERS:
            import_string(path)(name)
    return current(name)
