"""Where each role lands after signing in, and what its menu holds: by names of addresses only."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from geo_matching.accounts.models import User
from geo_matching.accounts.roles import SCHOOL_STAFF, STATE_AGENTS, Role


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: `url` names the address, `page` is what a template sets as current."""

    label: str
    url: str
    page: str


SEARCH = Entry("Trouver mon stage", "pupil", "pupil")
GROUP = Entry("Stage collectif", "teacher", "teacher")
TERRITORY = Entry("Mon territoire", "territory", "territory")
OFFERS = Entry("Mes offres", "host_dashboard", "host_dashboard")
VISITOR = (SEARCH, Entry("Ma classe", "teacher", "teacher"), TERRITORY)

# The first entry is where the role lands.
MENUS: dict[Role, tuple[Entry, ...]] = {
    Role.PUPIL: (SEARCH,),
    **dict.fromkeys(SCHOOL_STAFF, (GROUP, SEARCH)),
    Role.HOST: (OFFERS, SEARCH),
    Role.PARTNER: (OFFERS, SEARCH),
    **dict.fromkeys(STATE_AGENTS, (TERRITORY, OFFERS, SEARCH)),
    Role.ADMINISTRATOR: (
        Entry("Administration", "admin:index", "admin"),
        TERRITORY,
        OFFERS,
        SEARCH,
    ),
}


def menu_of(user: User | AnonymousUser) -> tuple[Entry, ...]:
    return MENUS[Role(user.role)] if isinstance(user, User) else VISITOR


def landing_of(user: User) -> str:
    """Return the name of the address where this user lands after signing in."""
    return menu_of(user)[0].url


def menu(request: HttpRequest) -> dict[str, tuple[Entry, ...]]:
    """Context processor: the entries of the menu, as `menu`."""
    user = getattr(request, "user", None)
    return {"menu": menu_of(user) if user is not None else VISITOR}
