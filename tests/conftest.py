"""What every test may ask for: the shared data set, and Debian's own Chromium."""

import os
import shutil
from pathlib import Path

import pytest
from django.db import connection
from django.test import TransactionTestCase

from tests.emptying import empty_the_tables

# Asserts in these helpers are explained as those in tests; before any test imports them.
pytest.register_assert_rewrite("tests.transit.toy_world", "tests.transit.legs")

# Playwright's synchronous calls run inside an event loop, where Django otherwise refuses queries.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def stages_data() -> Path:
    """Folder of the real data sets (STAGES_DATA), which is never part of this repository."""
    folder = os.environ.get("STAGES_DATA", "")
    if not folder:
        pytest.skip("needs real data: set STAGES_DATA to its folder")
    path = Path(folder)
    if not path.is_dir():
        pytest.skip(f"needs real data: STAGES_DATA={folder} is not a folder")
    return path


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """At the end, close what a server of a browser test still holds open: the database goes next."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session", autouse=True)
def quick_flush():
    """Empty the tables in our own way after each test that commits, those of the queue too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_the_tables)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Drive the system's Chromium: nothing is downloaded by Playwright."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("needs Chromium: install Debian's package chromium")
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        # Without the first flag Chromium refuses to run as root; containers have a small /dev/shm.
        "args": ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {**browser_context_args, "locale": "fr-FR", "timezone_id": "Europe/Paris"}


@pytest.fixture
def admin_user(db: None) -> object:
    """Return the administrator of pytest-django's `admin_client`, its second factor set up."""
    from tests.accounts.factories import make_administrator

    return make_administrator()
