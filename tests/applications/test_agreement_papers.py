"""Signed papers that a collège uploads: told by content and size, handed to their parties only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from geo_matching.applications.models import SignedPaper
from tests.applications.papers import PDF, picture
from tests.applications.stages import make_stage
from tests.applications.test_agreement_states import complete

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return make_stage()


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(PDF, "application/pdf"), (picture("PNG"), "image/png"), (picture("JPEG"), "image/jpeg")],
)
def test_a_signed_paper_is_kept_for_its_parties(client, stage, settings, content, media_type):
    agreement = complete(stage)
    client.force_login(stage.head)
    file = SimpleUploadedFile("../../scan.html", content, content_type="text/html")
    client.post(f"/conventions/{agreement.pk}/papier/deposer/", {"paper": file})
    paper = SignedPaper.objects.get()
    assert paper.content_type == media_type
    assert len(paper.file) > 40
    client.force_login(stage.pupil)
    got = client.get(f"/conventions/{agreement.pk}/papier/")
    assert b"".join(got.streaming_content) == content
    assert (got["Content-Type"], got["X-Content-Type-Options"]) == (media_type, "nosniff")
    assert got["Content-Disposition"].startswith(
        f'attachment; filename="convention-{agreement.pk}.'
    )
    assert not str(settings.MEDIA_ROOT).startswith(str(settings.STATIC_ROOT))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html>bonjour</html>", "ni un PDF, ni une image"),
        (b"%PDF-1.4 the rest never came", "ni un PDF, ni une image"),
        (picture("JPEG")[:300], "ni un PDF, ni une image"),
        (picture("GIF"), "ni un PDF, ni une image"),
        (PDF + b" " * (5 * 1024 * 1024), "dépasse 5"),
        (b"", "Ce fichier est vide."),
    ],
)
def test_what_is_no_paper_is_refused_and_leaves_nothing(client, stage, settings, content, words):
    agreement = complete(stage)
    client.force_login(stage.head)
    file = SimpleUploadedFile("scan.pdf", content, content_type="application/pdf")
    answer = client.post(f"/conventions/{agreement.pk}/papier/deposer/", {"paper": file})
    assert words in text(answer)
    assert not SignedPaper.objects.exists()
    assert not settings.MEDIA_ROOT.exists()


def test_a_wrong_file_is_told_at_the_top_of_a_long_page(client, stage):
    agreement = complete(stage)
    client.force_login(stage.head)
    file = SimpleUploadedFile("scan.pdf", b"hello", content_type="application/pdf")
    page = text(client.post(f"/conventions/{agreement.pk}/papier/deposer/", {"paper": file}))
    assert page.index('href="#papier"') < page.index("Dates et horaires")
    assert f'action="/conventions/{agreement.pk}/papier/deposer/#papier"' in page
    assert not SignedPaper.objects.exists()
