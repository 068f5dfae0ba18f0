"""Every address of the service, read from its resolver, and what each says of who may open it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern

from geo_matching.accounts.permissions import TABLE

PUBLIC = "public"
# What stands for a parameter of this name, in any address; one address may need its own below.
SAMPLES = {
    "pk": "1",
    "id": "1",
    "uai": "0380001A",
    "door": "structure",
    "provider_id": "adultes",
    "uidb36": "1",
    "key": "cle",
    "layer": "basemap",
    "vintage": "0",
    "z": "1",
    "x": "0",
    "y": "0",
    "slug": "essai",
    "token": "essai",
    "code": "essai",
    "siret": "00000000000000",
    "remote_id": "essai",
    # Of the admin site.
    "object_id": "1",
    "content_type_id": "1",
    "app_label": "accounts",
    "url": "nulle-part",
}
# Addresses whose parameters say something else than their names do: name -> arguments.
OWN_SAMPLES: dict[str, dict[str, str]] = {
    "offer_step": {"slug": "lieu"},
    "offer_live": {"slug": "lieu"},
    # Nobody erases oneself here, and the first account of a database is who asks.
    "erase_person": {"pk": "0"},
}
PARAMETER = re.compile(r"<(?:[^:>]+:)?([^>]+)>")
GROUP = re.compile(r"\(\?P<(\w+)>")


@dataclass(frozen=True)
class Address:
    route: str
    name: str
    namespaces: tuple[str, ...]
    view: Callable
    # A regular expression stands in it.
    is_regex: bool

    def __str__(self) -> str:
        return f"/{self.route}"

    @property
    def is_index(self) -> bool:
        return self.name == "admin:index"

    @property
    def declared(self) -> str:
        """Return "public" or an action of the table, "" where a view says neither."""
        if "admin" in self.namespaces:
            # The gate before every view lets administrators in only.
            return PUBLIC if self.name in {"admin:login", "admin:logout"} else "accounts.administer"
        for told in (self.view, getattr(self.view, "cls", None), _class_of(self.view)):
            if getattr(told, "public", False) is True:
                return PUBLIC
            action = getattr(told, "required_action", "") or getattr(told, "action", "")
            if action in TABLE:
                return str(action)
        return ""

    @property
    def path(self) -> str:
        """Return an address that can be asked.

        Raises
        ------
        LookupError
            When no sample stands for one of its parameters.
        """
        find = GROUP if self.is_regex else PARAMETER
        names = find.findall(self.route)
        own = OWN_SAMPLES.get(self.name, {})
        missing = [name for name in names if name not in own and name not in SAMPLES]
        if missing:
            raise LookupError(
                f"{self}: add a sample of {', '.join(missing)} to SAMPLES in {__name__}"
            )
        samples = {name: own.get(name, SAMPLES.get(name, "")) for name in names}
        if not self.is_regex:
            return "/" + PARAMETER.sub(lambda found: samples[found[1]], self.route)
        try:
            return reverse(self.name, kwargs=samples)
        except NoReverseMatch:
            # Such a pattern catches what nothing else does.
            fixed = self.route.partition("^")[0].partition("(")[0]
            return f"/{fixed}nulle/part/"


def _class_of(view: Callable) -> type | None:
    return getattr(view, "view_class", None)


def every_address() -> list[Address]:
    return list(_walk(get_resolver().url_patterns, "", (), False))


def _walk(
    patterns: list, prefix: str, namespaces: tuple[str, ...], is_regex: bool
) -> Iterator[Address]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
        regex = is_regex or not isinstance(entry.pattern, RoutePattern)
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry.url_patterns, route, inner, regex)
        elif isinstance(entry, URLPattern):
            name = ":".join([*namespaces, entry.name or ""]) if entry.name else ""
            yield Address(route, name, namespaces, entry.callback, regex)
