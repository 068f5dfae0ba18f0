import pytest


@pytest.fixture(autouse=True)
def own_papers(settings, tmp_path):
    """Keep uploaded papers of a test in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
