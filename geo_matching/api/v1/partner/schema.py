"""How our own addresses for partners describe themselves, and their parameters."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema

from geo_matching.api.errors import invalid, quoted
from geo_matching.api.v1.common import ErrorSerializer, errors
from geo_matching.api.v1.parameters import ChoiceParameter, IntegerParameter, TextParameter

View = TypeVar("View", bound=Callable[..., Any])
_REASONS = {
    401: "Jeton absent, inconnu ou expiré.",
    413: "Demande trop grande.",
    422: "Le corps n'est pas ce qui est attendu.",
    429: "Plus de 100 appels dans la minute\u202f; voir Retry-After.",
}
_CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,18})\Z", re.ASCII)
_YEARS = range(2000, 2101)
_MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class MomentParameter(TextParameter):
    """A moment with its offset."""

    def read(self, query: QueryDict) -> datetime | None:
        # A bare + in an address arrives as a blank.
        text = (self.text(query) or "").replace(" ", "+")
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None or moment.year not in _YEARS:
            raise invalid(
                self.name,
                f"{quoted(self.name)} accepte une date comme 2026-11-26T08:00:00+01:00, "
                f"pas {quoted(text)}.",
            )
        return moment


@dataclass(frozen=True, slots=True)
class CursorParameter(TextParameter):
    """Where a page begins: the change and number of the last offer of the page before."""

    def read(self, query: QueryDict) -> tuple[datetime, int] | None:
        text = self.text(query)
        if text is None:
            return None
        found = _CURSOR.match(text)
        try:
            seconds = int(found[1]) / _MICROSECONDS if found else -1
            moment = datetime.fromtimestamp(seconds, tz=timezone.get_default_timezone())
        except (ValueError, OverflowError, OSError):
            found = None
        if found is None or moment.year not in _YEARS:
            raise invalid(self.name, f"{quoted(self.name)} se prend dans `next`, sans y toucher.")
        return moment, int(found[2])


def cursor_after(moment: datetime, pk: int) -> str:
    return f"{round(moment.timestamp() * _MICROSECONDS)}-{pk}"


ATOMIC = ChoiceParameter(
    "atomic", "1\u202f: toutes les lignes ou aucune.", choices=("0", "1"), default="0"
)
UPDATED_SINCE = MomentParameter(
    "updated_since", "Seulement ce qui a changé depuis, suppressions comprises."
)
CURSOR = CursorParameter("cursor", "Page suivante\u202f: pris dans `next`.")
PAGE_SIZE = IntegerParameter("page_size", "100 au plus.", low=1, high=100, default=50)
COLLEGE = TextParameter("college", "Code UAI\u202f: ajoute le trajet depuis ce collège.")


def owned(
    responses: dict[int, Any],
    *,
    request: Any = None,
    parameters: tuple[TextParameter, ...] = (),
    statuses: tuple[int, ...] = (),
    examples: Sequence[OpenApiExample] = (),
) -> Callable[[View], View]:
    """Describe a view of our own API that only partners may ask."""
    ours = {
        status: OpenApiResponse(ErrorSerializer, _REASONS[status])
        for status in sorted({401, 429, *(s for s in statuses if s in _REASONS)})
    }
    others = errors(*(s for s in statuses if s not in _REASONS))
    auth: Any = [{"partnerToken": []}]
    decorator: Callable[[View], View] = extend_schema(
        request=request,
        parameters=[parameter.documented() for parameter in parameters],
        responses={**ours, **others, **responses},
        examples=list(examples),
        auth=auth,
    )
    return decorator
