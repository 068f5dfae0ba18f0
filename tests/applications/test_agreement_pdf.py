"""The PDF: one or two pages, everybody's names as they are today, nothing fetched from anywhere."""

import re
import time
import zlib

import pytest
from weasyprint.urls import FatalURLFetchingError

from geo_matching.accounts.roles import Role
from geo_matching.applications.agreements import printing
from geo_matching.applications.agreements.making import agreement_for
from geo_matching.applications.agreements.printing import pdf_from
from geo_matching.applications.agreements.signing import sign
from geo_matching.applications.models import Agreement, Party, Signature
from tests.accounts.factories import make_staff
from tests.applications.stages import another_pupil, make_stage
from tests.applications.test_agreement_states import complete
from tests.local_server import LocalServer, Reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return make_stage()


def pages(pdf: bytes) -> int:
    """Count the pages, also of those that stand in compressed objects."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    texts = [pdf]
    for stream in streams:
        try:
            texts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return sum(len(re.findall(rb"/Type\s*/Page\b(?!s)", text)) for text in texts)


def test_it_is_one_or_two_pages(client, stage):
    agreement = complete(stage)
    client.force_login(stage.pupil)
    response = client.get(f"/conventions/{agreement.pk}/convention.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert pages(response.content) in {1, 2}
    assert "no-store" in response["Cache-Control"]


def test_an_empty_draft_prints_too(client, stage):
    agreement = agreement_for(stage.application)
    agreement.daily_hours = {"lundi": ["9:00", "17:00"], "mardi": []}
    agreement.save()
    client.force_login(stage.host_user)
    page = client.get(f"/conventions/{agreement.pk}/").content.decode()
    assert "à préciser" in page
    assert "pas de stage" in page
    assert client.get(f"/conventions/{agreement.pk}/convention.pdf").status_code == 200


def test_the_head_is_read_when_it_is_shown_and_stays_once_signed(client, stage):
    agreement = complete(stage)
    client.force_login(stage.pupil)
    address = f"/conventions/{agreement.pk}/"
    assert "Représenté par\u202f: Florence Principal" in client.get(address).content.decode()
    newcomer = make_staff(stage.student.college, Role.HEAD, first_name="Alix", last_name="Nouvelle")
    assert "Représenté par\u202f: Alix Nouvelle" in client.get(address).content.decode()
    sign(agreement, Party.HEAD, str(newcomer), Signature.How.ACCOUNT, newcomer)
    newcomer.is_active = False
    newcomer.save()
    assert "Représenté par\u202f: Alix Nouvelle" in client.get(address).content.decode()


def test_nothing_is_fetched():
    with LocalServer() as server:
        server.answers("/mark.png", Reply(body=b"x"))
        for address in (server.url("/mark.png"), "file:///etc/hostname", "data:text/plain,x"):
            with pytest.raises(FatalURLFetchingError):
                pdf_from(f'<img src="{address}">')
        assert server.requests == []


def test_what_is_typed_stays_text(client, stage):
    agreement = agreement_for(stage.application)
    agreement.activities = '<img src="http://127.0.0.1:9/x.png"> & poncer'
    agreement.save()
    client.force_login(stage.host_user)
    assert "&lt;img" in client.get(f"/conventions/{agreement.pk}/").content.decode()
    assert client.get(f"/conventions/{agreement.pk}/convention.pdf").status_code == 200


def test_a_class_is_one_pdf(client, stage, django_assert_max_num_queries):
    for _ in range(7):
        agreement_for(another_pupil(stage))
    agreement_for(another_pupil(stage, "3e B"))
    client.force_login(stage.head)
    school_class = stage.student.school_class_id
    begin = time.monotonic()
    with django_assert_max_num_queries(12):
        pdf = client.get(f"/conventions/conventions.pdf?classe={school_class}").content
    assert 7 <= pages(pdf) <= 14
    assert time.monotonic() - begin < 20
    nothing = client.get("/conventions/conventions.pdf?etat=signed", follow=True)
    assert "aucune convention à imprimer" in nothing.content.decode()


def test_on_paper_there_is_room_for_who_has_not_signed_yet(stage, monkeypatch):
    printed = []
    monkeypatch.setattr(printing, "pdf_from", printed.append)
    agreement = complete(stage)
    sign(agreement, Party.HEAD, str(stage.head), Signature.How.ACCOUNT, stage.head)
    printing.pdf_of(Agreement.objects.with_people())
    assert printed[0].count("Date et signature") == 3
    assert "en attente" not in printed[0]
    assert "par son compte" in printed[0]
