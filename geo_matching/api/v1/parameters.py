"""Parameters of the API: how each is read from a query string, checked, and documented."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter

from geo_matching.api.errors import ApiError, invalid, quoted

_INTEGER = re.compile(r"[+-]?[0-9]{1,9}\Z")
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,20})?\Z")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class TextParameter:
    """Any text; the base of the kinds below. `description` is in French, for the API's page."""

    name: str
    description: str
    required: bool = False

    def text(self, query: QueryDict) -> str | None:
        """Return the value without blanks around it, None when it is absent or empty.

        Raises
        ------
        ApiError
            When it is missing though required, or holds control characters.
        """
        value = query.get(self.name, "").strip()
        if _CONTROL.search(value):
            raise invalid(self.name, f"{quoted(self.name)} contient des caractères interdits.")
        if not value and self.required:
            raise ApiError(
                400, "MISSING_PARAMETER", f"Il manque le paramètre {quoted(self.name)}.", self.name
            )
        return value or None

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string"}

    def documented(self) -> OpenApiParameter:
        return OpenApiParameter(
            self.name, type=self.schema, required=self.required, description=self.description
        )


@dataclass(frozen=True, slots=True)
class IntegerParameter(TextParameter):
    """A whole number from `low` to `high`."""

    low: int = 0
    high: int = 0
    default: int | None = None

    def read(self, query: QueryDict) -> int | None:
        text = self.text(query)
        if text is None:
            return self.default
        if not _INTEGER.match(text) or not self.low <= int(text) <= self.high:
            raise invalid(
                self.name,
                f"{quoted(self.name)} doit être un nombre entier de {self.low} à {self.high}, "
                f"pas {quoted(text)}.",
            )
        return int(text)

    @property
    def schema(self) -> dict[str, Any]:
        default = {} if self.default is None else {"default": self.default}
        return {"type": "integer", "minimum": self.low, "maximum": self.high, **default}


@dataclass(frozen=True, slots=True)
class NumberParameter(TextParameter):
    """A number from `low` to `high`, with or without decimals."""

    low: float = 0
    high: float = 0

    def read(self, query: QueryDict) -> float | None:
        text = self.text(query)
        if text is None:
            return None
        if not _NUMBER.match(text) or not self.low <= float(text) <= self.high:
            raise invalid(
                self.name,
                f"{quoted(self.name)} doit être un nombre de {self.low} à {self.high}, "
                f"pas {quoted(text)}.",
            )
        return float(text)

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "number", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class ChoiceParameter(TextParameter):
    """One of a few words."""

    choices: tuple[str, ...] = ()
    default: str | None = None

    def read(self, query: QueryDict) -> str | None:
        text = self.text(query)
        if text is not None and text not in self.choices:
            raise invalid(
                self.name,
                f"{quoted(self.name)} accepte {', '.join(self.choices)}, pas {quoted(text)}.",
            )
        return text or self.default

    @property
    def schema(self) -> dict[str, Any]:
        default = {} if self.default is None else {"default": self.default}
        return {"type": "string", "enum": list(self.choices), **default}


@dataclass(frozen=True, slots=True)
class CodesParameter(TextParameter):
    """Several codes: the parameter may be repeated, and each value may hold several, by commas.

    Attributes
    ----------
    parse : callable (str) -> value
        Raises ValueError for what is not a code; blanks around it are part of what it gets.
    expected : str
        What is accepted, in French, for the message.
    item : mapping
        JSON schema of one value.
    most : int
        How many values are accepted at once.
    """

    parse: Callable[[str], Any] = str
    expected: str = ""
    item: Mapping[str, Any] = field(default_factory=dict)
    most: int = 60

    def read(self, query: QueryDict) -> frozenset[Any]:
        values = [part for value in query.getlist(self.name) for part in value.split(",")]
        if len(values) > self.most:
            raise invalid(self.name, f"{quoted(self.name)} accepte au plus {self.most} valeurs.")
        return frozenset(self._parsed(value) for value in values if value.strip())

    def _parsed(self, value: str) -> Any:
        try:
            return self.parse(value)
        except ValueError:
            raise invalid(
                self.name,
                f"{quoted(self.name)} accepte {self.expected}, pas {quoted(value.strip())}.",
            ) from None

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": dict(self.item), "maxItems": self.most}
