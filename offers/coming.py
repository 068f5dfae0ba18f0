"""Which offers can still be had: those with a week that has not begun, or with no week named.

The one rule of what people find, for rows in Python, in the ORM and in SQL.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Lookup, Q
from django.utils import timezone

from offers.weeks import week_of

# The rule for the rows `o` of offers_offer, where {coming} is `coming_week()`.
TO_COME_SQL = "(cardinality(o.weeks) = 0 OR {coming} <= ANY (o.weeks))"


@ArrayField.register_lookup
class AnyFrom(Lookup):
    """`weeks__any_from=202705`: some element is not below that number.

    An overlap with all numbers above would compare each row with a hundred of them.
    """

    lookup_name = "any_from"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        array, array_params = self.process_lhs(compiler, connection)
        least, least_params = self.process_rhs(compiler, connection)
        return f"{least} <= ANY ({array})", (*least_params, *array_params)


def coming_week(today: dt.date | None = None) -> int:
    """Return the first week (202649) that has not begun: from its Monday on, none may apply."""
    return week_of((today or timezone.localdate()) + dt.timedelta(weeks=1))


def goes_on(weeks: Collection[int], coming: int) -> bool:
    """Say whether one of an offer's weeks is this one or later; without weeks, all are."""
    return not weeks or max(weeks) >= coming


def going_on(coming: int, offer: str = "") -> Q:
    """Return `goes_on` as a condition; `offer` leads to the offers from the rows ("offer__")."""
    return Q(**{f"{offer}weeks": []}) | Q(**{f"{offer}weeks__any_from": coming})
