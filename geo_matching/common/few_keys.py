"""Names the rows of a small answer one by one, so that another table is asked by its index."""

from typing import Any

from django.db.models import QuerySet

_FEW = 1000


def few_keys(rows: QuerySet) -> list[Any] | None:
    """Return the keys of these rows, to be named one by one; None when they are too many."""
    keys = list(rows.order_by().values_list("pk", flat=True)[: _FEW + 1])
    return None if len(keys) > _FEW else keys
