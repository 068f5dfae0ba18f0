"""Acting as somebody: administrators only, never without a reason, never unseen."""

import pytest

from geo_matching.accounts.models import AccessLog
from geo_matching.accounts.roles import Role
from tests.accounts.factories import make_administrator, make_staff, make_user

pytestmark = pytest.mark.django_db
REASON = "Demande d'aide 1234"


@pytest.fixture
def administrator():
    return make_administrator()


def test_a_reason_is_asked_first(client, administrator):
    person = make_staff()
    client.force_login(administrator)
    address = f"/admin/agir/{person.pk}/"
    assert "Pourquoi" in client.get(address).content.decode()
    assert client.post(address, {"reason": "court"}).status_code == 200
    assert AccessLog.objects.count() == 0
    assert client.session["_auth_user_id"] == str(administrator.pk)


def test_acting_is_logged_and_a_banner_leads_back(client, administrator):
    person = make_staff()
    client.force_login(administrator)
    assert client.post(f"/admin/agir/{person.pk}/", {"reason": REASON}).status_code == 302
    log = AccessLog.objects.get()
    assert (log.administrator, log.person, log.reason) == (administrator, person, REASON)
    page = client.get("/aide/").content.decode()
    assert "Vous agissez au nom de" in page
    assert str(person) in page
    # Back to the account one came from, where the next question is answered.
    back = f"/admin/accounts/user/{person.pk}/change/"
    assert f'name="next" value="{back}"' in page
    assert client.post("/admin/agir/fin/", {"next": back})["Location"] == back
    assert client.session["_auth_user_id"] == str(administrator.pk)
    assert "Vous agissez au nom de" not in client.get("/aide/").content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_may(client, role):
    person = make_staff()
    client.force_login(make_user(role, is_staff=True, is_superuser=True))
    assert client.post(f"/admin/agir/{person.pk}/", {"reason": REASON}).status_code == 403
    assert AccessLog.objects.count() == 0


def test_nobody_acts_as_an_administrator(client, administrator):
    other = make_user(Role.ADMINISTRATOR)
    client.force_login(administrator)
    assert client.post(f"/admin/agir/{other.pk}/", {"reason": REASON}).status_code == 403
    assert AccessLog.objects.count() == 0


def test_the_log_cannot_be_changed_in_the_pages(client, administrator):
    log = AccessLog.objects.create(
        administrator=administrator, kind="acting", person=make_staff(), reason=REASON
    )
    client.force_login(administrator)
    client.post(f"/admin/accounts/accesslog/{log.pk}/change/", {"reason": "autre chose"})
    client.post(f"/admin/accounts/accesslog/{log.pk}/delete/", {"post": "yes"})
    assert AccessLog.objects.get().reason == REASON


def test_erasing_needs_a_reason_and_leaves_nobody(client, administrator):
    person = make_staff()
    client.force_login(administrator)
    address = f"/admin/effacer/{person.pk}/"
    assert client.post(address, {"reason": "non"}).status_code == 200
    assert client.post(address, {"reason": REASON}).status_code == 302
    person.refresh_from_db()
    assert (person.last_name, person.email, person.is_active) == ("", "", False)
    assert AccessLog.objects.get().kind == AccessLog.Kind.ERASING
    assert client.post(f"/admin/effacer/{administrator.pk}/", {"reason": REASON}).status_code == 403


def test_support_finds_somebody_by_uai_and_is_led_on(client, administrator):
    person = make_staff()
    client.force_login(administrator)
    uai = person.scopes.get().college_id
    assert person.username in client.get(f"/admin/accounts/user/?q={uai}").content.decode()
    page = client.get(f"/admin/accounts/user/{person.pk}/change/").content.decode()
    assert f"/admin/agir/{person.pk}/" in page
    assert f"/admin/effacer/{person.pk}/" in page
