"""Every address x every role: allowed or refused as the table says, and never an error.

A view is `@public` or `@allowed(action)`; a class of the API says `public = True` or
`required_action = "..."`. A parameter in an address needs a sample in addresses.py.
"""

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from geo_matching.accounts.models import ApiToken, Partner, PartnerMember, User
from geo_matching.accounts.permissions import TABLE, allowed, may, public
from geo_matching.accounts.roles import SCHOOL_STAFF, Role
from tests.accounts.addresses import PUBLIC, Address, every_address
from tests.accounts.factories import make_host_user, make_scope, make_staff, make_student, make_user
from tests.qpv_data.factories import make_college

pytestmark = [
    pytest.mark.django_db,
    # A form of the package dsfr in the admin site.
    pytest.mark.filterwarnings("ignore:The default scheme will be changed"),
]
SIGN_IN = "/compte/connexion/"
# Refusals of those who are not signed in, or may not: pages, then APIs.
TO_SIGN_IN, REFUSED, UNKNOWN = 302, 403, 401
# Public pages that have nothing to show to a visitor and lead to the sign-in page.
LEAD_TO_SIGN_IN = {
    "waiting",
    "colleague_ask_again",
    "delete_account",
    "account_logout",
    "mfa_authenticate",
    "socialaccount_signup",
    # Answers 401 on purpose: an identity provider refused.
    "socialaccount_login_error",
    "admin_sign_in",
    "admin:login",
    # The way back from acting as somebody: nobody acts.
    "hijack:release",
}
SEEN_BY_ALL = ("_changelist", ":index")
# Refuses or fails on purpose: the map without a network, a proof that is missing.
NO_NETWORK = 503


@pytest.fixture(autouse=True)
def fresh_limits(caplog):
    cache.clear()
    # Hundreds of refusals on purpose.
    caplog.set_level("CRITICAL", logger="django.request")


def user_of(role: Role):
    if role == Role.PUPIL:
        return make_student().user
    if role in SCHOOL_STAFF:
        return make_staff(role=role)
    if role == Role.HOST:
        return make_host_user()
    is_administrator = role == Role.ADMINISTRATOR
    user = make_user(role, is_staff=is_administrator, is_superuser=is_administrator)
    if role == Role.MINISTRY:
        make_scope(user, "france")
    elif role == Role.PREFECTURE:
        make_scope(user, "departement", make_college().commune.departement)
    return user


def ask(client: Client, address: Address, headers: dict[str, str]) -> HttpResponse:
    answer = client.get(address.path, headers=headers)
    return client.post(address.path, headers=headers) if answer.status_code == 405 else answer


def key_of(user) -> dict[str, str]:
    """Return the header by which a partner asks its API: a session does not open it."""
    if user is None or user.role != Role.PARTNER:
        return {}
    partner, _ = Partner.objects.get_or_create(name="Essai", full_access=True)
    PartnerMember.objects.get_or_create(partner=partner, user=user)
    _, text = ApiToken.make(user, "essai")
    return {"Authorization": f"Bearer {text}"}


def complaint_of_visitor(address: Address, answer: HttpResponse) -> str:
    led = answer.status_code == TO_SIGN_IN and answer["Location"].startswith(SIGN_IN)
    refused = led or answer.status_code in {UNKNOWN, REFUSED}
    if address.declared == PUBLIC:
        wrong = refused and address.name not in LEAD_TO_SIGN_IN
        return "a visitor should get in" if wrong else ""
    return "" if refused else f"a visitor got in ({answer.status_code})"


def complaint_of_user(address: Address, answer: HttpResponse, user) -> str:
    if address.declared == PUBLIC:
        return ""
    refused = answer.status_code in {UNKNOWN, REFUSED}
    led = answer.status_code == TO_SIGN_IN and answer["Location"].startswith(SIGN_IN)
    if may(user, address.declared):
        # Rows that only imports write refuse to be added or deleted, even by administrators.
        own_rule = "admin" in address.namespaces and not address.name.endswith(SEEN_BY_ALL)
        return "refused, the table allows" if (refused or led) and not own_rule else ""
    return "" if refused else f"allowed ({answer.status_code}), the table refuses"


def addresses_for(user) -> list[Address]:
    """Return what is worth asking: one gate closes the admin site, which one role tries whole."""
    whole = user is not None and user.role in {Role.ADMINISTRATOR, Role.HOST}
    return [a for a in every_address() if whole or "admin" not in a.namespaces or a.is_index]


def all_complaints(user=None) -> list[str]:
    client, found, headers = Client(), [], key_of(user)
    for address in addresses_for(user):
        if user is not None and "_auth_user_id" not in client.session:
            client.force_login(user)
        answer = ask(client, address, headers)
        if answer.status_code >= 500 and answer.status_code != NO_NETWORK:
            found.append(f"{address}: {answer.status_code}")
            continue
        told = (
            complaint_of_visitor(address, answer)
            if user is None
            else complaint_of_user(address, answer, user)
        )
        if told:
            found.append(f"{address} ({address.declared}): {told}")
    return found


def test_every_view_says_for_whom_it_is():
    silent = [str(address) for address in every_address() if not address.declared]
    assert silent == [], "each needs @public, @allowed(action) or required_action"


def test_every_parameter_has_a_sample():
    for address in every_address():
        assert address.path.startswith("/")


def test_a_visitor_opens_what_is_public_only():
    assert all_complaints() == []


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_what_the_table_allows(role):
    assert all_complaints(user_of(role)) == []


def test_whoever_waits_for_an_access_opens_nothing():
    waiting = make_user(Role.PARTNER, approved=False)
    assert all_complaints_of_waiting(waiting) == []


def all_complaints_of_waiting(user) -> list[str]:
    client, found = Client(), []
    client.force_login(user)
    for address in addresses_for(user):
        if address.declared == PUBLIC:
            continue
        answer = ask(client, address, {})
        turned_away = answer.status_code in {UNKNOWN, REFUSED} or (
            answer.status_code == TO_SIGN_IN and answer["Location"] == "/compte/en-attente/"
        )
        if not turned_away:
            found.append(f"{address}: {answer.status_code}")
    return found


@pytest.mark.parametrize("action", sorted(TABLE))
def test_each_cell_of_the_table_holds(rf, action):
    view = allowed(action)(lambda _request: HttpResponse("in"))
    for role in Role:
        request = rf.get("/")
        request.user = User(role=role, approved_at=timezone.now())
        if role in TABLE[action]:
            assert view(request).content == b"in"
        else:
            with pytest.raises(PermissionDenied):
                view(request)


def test_the_walk_sees_a_view_that_says_nothing():
    def address(view):
        return Address("ici/", "ici", (), view, False).declared

    assert address(lambda _request: HttpResponse()) == ""
    assert address(public(lambda _request: HttpResponse())) == PUBLIC
    assert address(allowed("offers.post")(lambda _request: HttpResponse())) == "offers.post"
    with pytest.raises(LookupError, match="add a sample of chose"):
        assert Address("ici/<int:chose>/", "ici", (), public, False).path
