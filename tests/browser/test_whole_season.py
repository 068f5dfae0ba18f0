"""A whole season in a browser, from the class list to the rank that the pupil's opinion moves."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from geo_matching.accounts.roles import Role
from geo_matching.applications.feedback.asking import ask
from geo_matching.applications.feedback.giving import give
from geo_matching.applications.models import Agreement, Application, Feedback
from geo_matching.applications.states import State
from geo_matching.common.weeks import format_week, week_in_words
from geo_matching.matching.criteria import Filters
from geo_matching.matching.queries import find_offers_for
from geo_matching.notifications.models import Notification
from geo_matching.schools.queries import pupils_of
from offers.models import Offer
from tests.accounts.factories import make_scope, make_staff, make_student, make_user
from tests.applications.stages import confirmed
from tests.browser.conftest import WEEK, address_at_the_end, sign
from tests.browser.test_agreements import sign_in
from tests.queue_worker import queue
from tests.schools.lists import class_list

__all__ = ["queue", "sign_in"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("queue"),
]
PASSWORD = "bus 12 le matin"
MOTIVATION = "J'aime réparer des vélos et je voudrais voir comment on répare une voiture."


@pytest.fixture
def people(town, college, settings, tmp_path):
    """The toy town with an address at the end of its line, a teacher, a head and a host."""
    settings.MEDIA_ROOT = tmp_path / "media"
    college.address = "3 rue des Tilleuls"
    college.save()
    address_at_the_end()
    head = make_user(Role.HEAD)
    make_scope(head, "college", college)
    return {"teacher": make_staff(college), "head": head, "host": make_user(Role.HOST)}


def school_imports_a_class(page, base) -> tuple[str, str]:
    """Import one pupil and print its sheet; return the code and the secret on it."""
    page.goto(f"{base}/college/eleves/importer/")
    file = {"name": "3e.csv", "mimeType": "text/csv", "buffer": class_list("EXEMPLE;Lou;3e A")}
    page.set_input_files("#liste", files=[file])
    page.get_by_role("button", name="Vérifier la liste").click()
    page.get_by_role("button", name="Enregistrer 1 changement").click()
    page.get_by_role("link", name="Codes des élèves").click()
    page.get_by_role("button", name="Préparer la feuille").click()
    code, secret = page.locator(".code-card__code").all_inner_texts()
    return code, secret


def host_posts_an_offer(page, base) -> Offer:
    """Post from nothing, be warned once that no bus comes so early, and choose other hours."""
    page.goto(f"{base}/structure/offres/nouvelle/")
    page.get_by_role("button", name="Commencer").click()
    expect(page.locator("#portee")).not_to_be_empty()
    page.get_by_label("Nom de la structure").fill("Garage du Bout")
    page.get_by_label("Numéro et rue").press_sequentially("12 rue du bout")
    page.get_by_role("option", name="12 Rue du Bout, 38990 Valbourg").click()
    expect(page.locator("#portee")).to_contain_text("à moins de 30")
    page.get_by_role("button", name="Continuer").click()
    expect(page.locator("#portee")).not_to_be_empty()
    page.get_by_label("Début de la journée").fill("08:00")
    page.get_by_label("Fin de la journée").fill("16:00")
    expect(page.locator(".reach__warning")).to_contain_text("Aucun transport en commun")
    page.get_by_label("Début de la journée").fill("09:00")
    page.get_by_label("Fin de la journée").fill("17:00")
    expect(page.locator(".reach__warning")).to_have_count(0)
    page.get_by_label("Où et comment l'élève déjeune").fill("Salle de repos")
    page.get_by_role("button", name="Continuer").click()
    expect(page.locator("#portee")).not_to_be_empty()
    page.get_by_label("Titre de l'offre").fill("Sous le capot")
    page.get_by_label("Domaine").select_option("s8")
    page.get_by_label("Description").fill("Démonter et remonter une roue, nettoyer, mesurer.")
    page.get_by_label("Lundi").fill("Accueil et visite de l'atelier")
    page.get_by_label("Nom du tuteur ou de la tutrice").fill("Andréa Exemple")
    page.get_by_label("Son métier").fill("mécanicienne")
    page.get_by_role("button", name="Relire et publier").click()
    page.get_by_role("button", name="Publier l'offre").click()
    expect(page.get_by_text("est en ligne")).to_be_visible()
    return Offer.objects.get(title="Sous le capot")


def pupil_signs_in(page, base, code, secret) -> None:
    page.context.clear_cookies()
    page.goto(f"{base}/compte/premiere-connexion/")
    page.locator("[name=code]").fill(code)
    page.locator("[name=secret]").fill(secret)
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.get_by_role("button", name="Entrer").click()
    page.wait_for_url("**/stages/**")


def pupil_searches_and_applies(page, base, college) -> None:
    page.goto(f"{base}/stages/?college={college.uai}")
    page.get_by_role("link", name="Voir l'offre Sous le capot").click()
    expect(page.locator(".way__sum")).to_contain_text("23\u202fmin")
    page.get_by_role("link", name="Candidater").click()
    page.get_by_text(week_in_words(WEEK), exact=True).click()
    page.get_by_label("Pourquoi ce stage\u202f?").fill(MOTIVATION)
    page.get_by_label("Son nom").fill("Dominique Exemple")
    page.get_by_label("Son adresse électronique").fill("dominique@essais.example")
    page.get_by_role("button", name="Envoyer ma candidature").click()
    expect(page.get_by_text("Ta candidature est envoyée.")).to_be_visible()


def host_accepts(page, base) -> None:
    page.goto(f"{base}/structure/candidatures/")
    page.get_by_role("link", name="Lou").click()
    expect(page.get_by_text(MOTIVATION)).to_be_visible()
    page.get_by_role("button", name="Accepter").click()
    expect(page.get_by_text("L'élève est accepté.")).to_be_visible()


def all_sign(page, base, people, pupil, sign_in) -> None:
    own = f"{base}/conventions/{Agreement.objects.get().pk}/"
    sign_in(people["host"])
    page.goto(f"{own}structure/")
    page.get_by_label("Nom et fonction du signataire").fill("Andréa Exemple, gérante")
    page.get_by_role("button", name="Valider cette partie").click()
    sign_in(people["head"])
    page.goto(f"{own}college/")
    page.get_by_label("Enseignant référent").fill("Sacha Exemple")
    page.get_by_label("Assurance de l'élève").fill("Contrat du collège")
    page.get_by_role("button", name="Valider cette partie").click()
    for user in (people["head"], people["host"], pupil):
        sign_in(user)
        page.goto(own)
        sign(page)
        expect(page.get_by_text("Votre signature est enregistrée")).to_be_visible()
    page.context.clear_cookies()
    page.goto(base + Notification.objects.get(kind="agreement_link_representative").path)
    sign(page)
    expect(page.get_by_role("heading", name="Merci")).to_be_visible()
    assert Agreement.objects.get().status == "signed"


def others_have_spoken(offer, college) -> None:
    """Let two pupils of last week say that all was well: a third opinion is the first that shows."""
    week = Application.objects.get().week
    best = {"welcome": 5, "discovery": 5, "company": True, "as_told": True, "advise": True}
    for _ in range(2):
        stage = confirmed(make_student(college), offer, week=week)
        give(stage, stage.student.user, best)


def pupil_gives_its_opinion(page, base, pupil) -> None:
    own = Application.objects.get(student__user=pupil)
    page.goto(f"{base}/avis/{own.pk}/")
    for words in page.get_by_text("5 étoiles\u202f: très bien").all():
        words.click()
    for words in page.get_by_text("Oui", exact=True).all():
        words.click()
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Il comptera avec d'autres, jamais seul.")).to_be_visible()


def ranks(college) -> list[str]:
    page = find_offers_for(college, Filters(max_minutes=90))
    return [ranked.offer.title for ranked in page.results]


def the_week_happens(offer, rival) -> None:
    """Move the season to the Monday after; a rival as good stands above by its age."""
    last = timezone.localdate() - dt.timedelta(weeks=1)
    Application.objects.update(week=int(f"{last:%G%V}"))
    assert ask(timezone.localdate()) > 0
    Offer.objects.filter(pk=rival.pk).update(quality_score=offer.quality_score)


@pytest.mark.parametrize("width", [1366])
def test_a_whole_season(page, town, college, people, sign_in, width):
    base = town.url
    sign_in(people["teacher"])
    code, secret = school_imports_a_class(page, base)
    sign_in(people["host"])
    offer = host_posts_an_offer(page, base)
    pupil_signs_in(page, base, code, secret)
    pupil_searches_and_applies(page, base, college)
    sign_in(people["host"])
    host_accepts(page, base)

    pupil = pupils_of(college).get().user
    sign_in(pupil)
    page.goto(f"{base}/candidatures/")
    page.get_by_role("button", name="Confirmer ce stage").click()
    expect(page.get_by_text("Tu as un stage. Bravo\u202f!")).to_be_visible()
    assert Application.objects.get().state == State.CONFIRMED
    offer.refresh_from_db()
    assert offer.seats_taken == 1
    all_sign(page, base, people, pupil, sign_in)

    rival = Offer.objects.get(title="Au garage")
    Offer.objects.update(seats_taken=0, capacity=6)
    the_week_happens(offer, rival)
    others_have_spoken(offer, college)
    from geo_matching.common.versions import bump

    bump("ranking")
    before, quality = ranks(college), offer.quality_score
    assert before.index("Au garage") < before.index("Sous le capot")
    sign_in(pupil)
    pupil_gives_its_opinion(page, base, pupil)
    offer.refresh_from_db()
    assert offer.quality_score > quality
    assert Feedback.objects.get(author=pupil).rating == 1
    after = ranks(college)
    assert after.index("Sous le capot") < after.index("Au garage")
    page.goto(f"{base}/stages/?college={college.uai}&semaine={format_week(WEEK)}")
    expect(page.locator(".offer__open").first).to_be_visible()
