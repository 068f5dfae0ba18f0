"""Getting in: by address or code, where one lands, and what repeated misses lead to."""

import datetime as dt

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import get_user
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from geo_matching.accounts.activation import issue
from geo_matching.accounts.landing import landing_of
from geo_matching.accounts.models import User
from geo_matching.accounts.roles import Role
from tests.accounts.factories import PASSWORD, make_host_user, make_student, make_user

pytestmark = pytest.mark.django_db
SIGN_IN = "/compte/connexion/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def sign_in(client, login, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": login, "password": password, **more})


def test_a_pupil_signs_in_by_its_code_without_any_address(client):
    pupil = make_student().user
    answer = sign_in(client, pupil.username)
    assert answer["Location"] == reverse(landing_of(pupil))
    assert get_user(client) == pupil


def test_a_host_signs_in_by_its_address_however_it_is_written(client):
    host = make_host_user()
    assert sign_in(client, f" {host.email.upper()} ").status_code == 302
    assert get_user(client) == host


def test_a_session_ends_with_the_browser_unless_one_asks_to_stay(client):
    host = make_host_user()
    sign_in(client, host.email)
    assert client.session.get_expire_at_browser_close()
    client.logout()
    sign_in(client, host.email, remember="on")
    assert not client.session.get_expire_at_browser_close()


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/compte/", "/compte/"),
        ("https://ailleurs.example/vol", None),
        ("//ailleurs.example/vol", None),
        ("javascript:alert(1)", None),
    ],
)
def test_one_comes_back_to_a_page_of_ours_only(client, asked, reached):
    host = make_host_user()
    answer = sign_in(client, host.email, next=asked)
    assert answer["Location"] == (reached or reverse(landing_of(host)))


def test_the_page_that_was_asked_is_kept_on_the_way(client):
    host = make_host_user()
    to_sign_in = client.get("/compte/")["Location"]
    assert to_sign_in == f"{SIGN_IN}?next=/compte/"
    page = client.get(to_sign_in).content.decode()
    assert 'name="next" value="/compte/"' in page
    assert sign_in(client, host.email, next="/compte/")["Location"] == "/compte/"


def test_a_wrong_password_is_told_beside_what_was_typed(client):
    host = make_host_user()
    answer = sign_in(client, host.email, "autre chose")
    page = answer.content.decode()
    assert "ne va pas avec ce mot de passe" in page
    assert host.email in page
    assert "autre chose" not in page
    unknown = sign_in(client, "personne@essais.example", "autre chose").content.decode()
    assert "ne va pas avec ce mot de passe" in unknown


def test_eight_misses_lock_one_account_from_one_address_for_a_while(client):
    host, other = make_host_user(), make_host_user()
    for _ in range(7):
        assert sign_in(client, host.email, "faux").status_code == 200
    locked = sign_in(client, host.email, "faux")
    assert locked.status_code == 429
    assert "15 minutes" in locked.content.decode()
    assert sign_in(client, host.email).status_code == 429
    assert not get_user(client).is_authenticated
    # A classmate at the same school, and the same person elsewhere, get in.
    assert sign_in(client, other.email).status_code == 302
    client.logout()
    elsewhere = client.post(
        SIGN_IN, {"login": host.email, "password": PASSWORD}, REMOTE_ADDR="192.0.2.7"
    )
    assert elsewhere.status_code == 302


def test_a_lock_opens_by_itself(client):
    host = make_host_user()
    for _ in range(8):
        sign_in(client, host.email, "faux")
    AccessAttempt.objects.update(attempt_time=timezone.now() - dt.timedelta(minutes=16))
    assert sign_in(client, host.email).status_code == 302


def test_the_table_of_misses_names_nobody(client):
    host = make_host_user()
    sign_in(client, host.email, "faux")
    row = AccessAttempt.objects.get()
    assert host.email not in f"{row.username}{row.post_data}{row.get_data}"
    assert "faux" not in row.post_data


def test_a_closed_account_stays_outside(client):
    host = make_host_user(is_active=False)
    sign_in(client, host.email)
    assert not get_user(client).is_authenticated


def test_a_pupil_comes_in_with_its_sheet(client):
    pupil = make_student().user
    secret = issue(pupil)
    typed = {"code": pupil.username, "secret": secret, "password": "loup", "again": "loup"}
    page = client.post("/compte/premiere-connexion/", typed).content.decode()
    assert "Au moins 8 caractères" in page
    assert secret in page
    typed |= {"password": "trois petits chats", "again": "trois petits chats"}
    answer = client.post("/compte/premiere-connexion/", typed)
    assert answer["Location"] == reverse(landing_of(pupil))
    assert get_user(client) == pupil
    client.logout()
    assert (
        "ne vont pas ensemble" in client.post("/compte/premiere-connexion/", typed).content.decode()
    )
    assert sign_in(client, pupil.username, "trois petits chats").status_code == 302


def test_two_passwords_that_differ_use_up_no_try(client):
    pupil = make_student().user
    issue(pupil)
    typed = {"code": pupil.username, "secret": "faux", "password": "abcdefgh", "again": "ijklmnop"}
    page = client.post("/compte/premiere-connexion/", typed).content.decode()
    assert "ne sont pas les mêmes" in page
    pupil.activation.refresh_from_db()
    assert pupil.activation.attempts == 0


def test_whoever_runs_createsuperuser_gets_an_administrator_that_may_sign_in(client):
    call_command(
        "createsuperuser", interactive=False, username="admin", email="Admin@essais.example"
    )
    made = User.objects.get(username="admin")
    made.set_password(PASSWORD)
    made.save()
    assert (made.role, made.is_approved, made.is_staff) == (Role.ADMINISTRATOR, True, True)
    assert sign_in(client, "admin")["Location"] == "/compte/second-facteur/activer/"


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({"username__iexact": "X"}, "account_by_username"),
        ({"email__iexact": "X"}, "account_by_email"),
    ],
)
def test_half_a_million_accounts_are_not_read_to_find_one(asked, index):
    with connection.cursor() as cursor:
        # The table of a test is too small for an index to be worth it.
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert index in User.objects.filter(**asked).explain()


def test_signing_out(client):
    client.force_login(make_user())
    assert "Se déconnecter" in client.get("/compte/deconnexion/").content.decode()
    assert client.post("/compte/deconnexion/")["Location"] == SIGN_IN
    assert not get_user(client).is_authenticated
