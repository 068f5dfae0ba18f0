"""Where each role lands after signing in, and what its menu holds: by names of addresses only."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from geo_matching.accounts.colleagues import waiting_for
from geo_matching.accounts.models import User
from geo_matching.accounts.permissions import may
from geo_matching.accounts.roles import SCHOOL_STAFF, STATE_AGENTS, Role


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: `url` names the address, `page` is what a template sets as current."""

    label: str
    url: str
    page: str


SEARCH = Entry("Trouver mon stage", "pupil", "pupil")
APPLICATIONS = Entry("Mes candidatures", "my_applications", "applications")
FAVOURITES = Entry("Mes favoris", "favourites", "favourites")
CLASS = Entry("Ma classe", "class", "class")
SCHOOL_WEEKS = Entry("Nos semaines", "school_weeks", "school_weeks")
GROUP = Entry("Stage collectif", "teacher", "teacher")
INBOX = Entry("Candidatures reçues", "inbox", "inbox")
COLLEAGUES = Entry("Collègues", "colleagues", "colleagues")
AGREEMENTS = Entry("Conventions", "agreement_list", "agreements")
FEEDBACK = Entry("Avis", "feedback_list", "feedback")
FEEDBACK_RECEIVED = Entry("Avis reçus", "feedback_received", "feedback")
TERRITORY = Entry("Mon territoire", "territory", "territory")
PARTNER_API = Entry("API partenaire", "partner-api", "partner-api")
ADMINISTRATION = Entry("Administration", "admin:index", "admin")
ACCOUNT = Entry("Mon compte", "my_account", "account")
SIGN_IN = Entry("Se connecter", "account_login", "sign_in")
OFFERS = Entry("Mes offres", "host_dashboard", "host_dashboard")
VISITOR = (SEARCH, GROUP, TERRITORY)
HOSTING = (OFFERS, INBOX, AGREEMENTS, FEEDBACK_RECEIVED)

# The first entry is where the role lands.
MENUS: dict[Role, tuple[Entry, ...]] = {
    Role.PUPIL: (SEARCH, APPLICATIONS, FAVOURITES, AGREEMENTS, FEEDBACK),
    **dict.fromkeys(SCHOOL_STAFF, (CLASS, SCHOOL_WEEKS, GROUP, SEARCH, AGREEMENTS, FEEDBACK)),
    Role.HEAD: (CLASS, SCHOOL_WEEKS, GROUP, SEARCH, AGREEMENTS, FEEDBACK, COLLEAGUES),
    # The secretary prints agreements, but says nothing of stages.
    Role.SECRETARY: (CLASS, SCHOOL_WEEKS, GROUP, SEARCH, AGREEMENTS),
    Role.HOST: (*HOSTING, SEARCH),
    Role.PARTNER: (PARTNER_API, *HOSTING, SEARCH),
    **dict.fromkeys(STATE_AGENTS, (TERRITORY, *HOSTING, SEARCH)),
    Role.ADMINISTRATOR: (ADMINISTRATION, TERRITORY, OFFERS, SEARCH),
}


def menu_of(user: User | AnonymousUser) -> tuple[Entry, ...]:
    return MENUS[Role(user.role)] if isinstance(user, User) else VISITOR


def landing_of(user: User) -> str:
    """Return the name of the address where this user lands after signing in."""
    return menu_of(user)[0].url


def menu(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the entries of the menu, as `menu`; the account or the way in is last.

    `colleagues_waiting` is how many people a head has to answer, asked when a template asks.
    """
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"menu": (*VISITOR, SIGN_IN)}
    return {"menu": (*menu_of(user), ACCOUNT), "colleagues_waiting": _waiting(user)}


def _waiting(user: User) -> Callable[[], int]:
    @cache
    def count() -> int:
        return waiting_for(user).count() if may(user, "staff.confirm") else 0

    return count
