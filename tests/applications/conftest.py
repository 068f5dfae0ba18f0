import pytest

from tests.accounts.factories import make_student


@pytest.fixture(autouse=True)
def own_papers(settings, tmp_path):
    """Keep uploaded papers of a test in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def student(client):
    """Make a pupil who is signed in."""
    student = make_student()
    client.force_login(student.user)
    return student
