"""Names the rows of a small answer one by one, so that another table is asked by its index."""

from typing import Any

from django.db.models import QuerySet

_FEW = 1000


def few_keys(rows: QuerySet, most: int | None = None) -> list[Any] | None:
    """Return the keys of these rows, to be named one by one; None beyond `most`."""
    most = _FEW if most is None else most
    keys = list(rows.order_by().values_list("pk", flat=True)[: most + 1])
    return None if len(keys) > most else keys
