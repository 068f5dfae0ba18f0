"""Counters that caches hang on: bump one whenever what it stands for has changed."""

from django.db.models import F
from django.dispatch import Signal

from geo_matching.common.models import DataVersion

# Sent as changed.send(sender=name) inside the transaction of the change: what is computed from the
# data listens, without the data knowing it.
changed = Signal()


def current(name: str) -> int:
    """Return the number of this version; 0 before the first bump."""
    return DataVersion.objects.filter(name=name).values_list("number", flat=True).first() or 0


def bump(name: str, *, derived: bool = False) -> int:
    """Move this version on by one, inside the caller's transaction, and return its number.

    `derived`: only what is computed from the data has changed, nobody has to compute anything.
    """
    DataVersion.objects.get_or_create(name=name)
    DataVersion.objects.filter(name=name).update(number=F("number") + 1)
    if not derived:
        changed.send(sender=name)
    return current(name)
