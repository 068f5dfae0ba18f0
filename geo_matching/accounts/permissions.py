"""Who may do what, and on which rows: one table of role x action -> scope rule.

Views name their action (`@allowed("classes.manage")`), models read the rule in `visible_to(user)`.
A cell that is not in the table is refused.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from geo_matching.accounts.kept_forms import keep
from geo_matching.accounts.models import User
from geo_matching.accounts.roles import EVERYBODY, SCHOOL_STAFF, STATE_AGENTS, Role


class Rule(StrEnum):
    """On which rows an action is allowed."""

    OWN = "own"  # what the user made, or what is about the user
    TEAM = "team"  # what belongs to the hosts whose team the user is in
    TERRITORY = "territory"  # what lies in the user's scopes: collège, département, ...
    ALL = "all"


def _row(*cells: tuple[frozenset[Role] | set[Role], Rule]) -> Mapping[Role, Rule]:
    return {role: rule for roles, rule in cells for role in roles}


_ADMINISTRATOR = ({Role.ADMINISTRATOR}, Rule.ALL)
_PUPIL = ({Role.PUPIL}, Rule.OWN)
_HOST = ({Role.HOST}, Rule.TEAM)
_SCHOOL = (SCHOOL_STAFF, Rule.TERRITORY)
_TEACHING = ({Role.TEACHER, Role.CPE, Role.HEAD}, Rule.TERRITORY)
_POSTING = (STATE_AGENTS | {Role.PARTNER}, Rule.TEAM)

TABLE: Mapping[str, Mapping[Role, Rule]] = {
    # One's own account: password, e-mail, digest, messages received.
    "account.own": _row((EVERYBODY, Rule.OWN)),
    "accounts.administer": _row(_ADMINISTRATOR),
    "offers.post": _row(_HOST, _POSTING, _ADMINISTRATOR),
    "offers.report": _row((EVERYBODY, Rule.OWN)),
    "offers.moderate": _row(_ADMINISTRATOR),
    "favourites.keep": _row(_PUPIL),
    "hosts.manage": _row(_HOST, _POSTING, _ADMINISTRATOR),
    "classes.manage": _row(_SCHOOL),
    "weeks.choose": _row(_SCHOOL),
    # Say whether somebody works in one's collège.
    "staff.confirm": _row(({Role.HEAD}, Rule.TERRITORY)),
    "applications.send": _row(_PUPIL),
    "applications.answer": _row(_HOST, _POSTING),
    # Staff see how their pupils stand; a pupil's letter stays between it and the host.
    "applications.follow": _row(_PUPIL, _SCHOOL),
    # Messages of an application: pupils are minors, so their teachers may read along.
    "messages.read": _row(_PUPIL, _HOST, _POSTING, _TEACHING),
    "messages.follow": _row(_TEACHING),
    "agreements.handle": _row(_PUPIL, _HOST, _POSTING, _SCHOOL),
    "agreements.sign_many": _row(({Role.HEAD}, Rule.TERRITORY)),
    "feedback.give": _row(_PUPIL, _TEACHING),
    "territory.report": _row((STATE_AGENTS, Rule.TERRITORY), _SCHOOL, _ADMINISTRATOR),
    "partner_api.use": _row(({Role.PARTNER}, Rule.OWN)),
}


def rule_for(user: User | AnonymousUser, action: str) -> Rule | None:
    """Return the rule of a user for an action, None when it is refused.

    Raises
    ------
    KeyError
        When the table has no such action: a mistake of the caller, not of the user.
    """
    row = TABLE[action]
    if not isinstance(user, User) or not user.is_active or not user.is_approved:
        return None
    return row.get(Role(user.role))


def may(user: User | AnonymousUser, action: str) -> bool:
    return rule_for(user, action) is not None


def account_of(request: HttpRequest) -> User:
    """Return who is signed in, behind `allowed`.

    Raises
    ------
    PermissionDenied
        When nobody is.
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


View = Callable[..., HttpResponseBase]


def allowed(action: str) -> Callable[[View], View]:
    """Guard a view by an action: visitors go to the sign-in page, others get a 403.

    The action stands on the view as `view.action`, where the test of all addresses reads it.
    """
    if action not in TABLE:
        raise KeyError(action)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                keep(request)
                return redirect_to_login(request.get_full_path())
            if isinstance(request.user, User) and not request.user.is_approved:
                return redirect("waiting")
            if not may(request.user, action):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.action = action  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: View) -> View:
    """Say that a view is for everybody: a view is either `allowed(action)` or `public`."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    opened.public = True  # type: ignore[attr-defined]
    return opened
