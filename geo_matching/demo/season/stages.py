"""Two offers of the demonstration's host, and a class in the middle of its season."""

import datetime as dt
from typing import Any

from django.contrib.gis.db.models.functions import Distance
from django.utils import timezone

from geo_matching.accounts.models import User
from geo_matching.applications.applying import Letter, Representative, apply
from geo_matching.applications.models import Application
from geo_matching.applications.moving import accept, confirm, read, reject
from geo_matching.demo.transport.calendars import is_school_holiday
from geo_matching.schools.models import Student
from geo_matching.schools.weeks_choice import choose_weeks
from offers.models import Offer, OfferDraft, Site
from offers.posting.publish import SOURCE, publish
from offers.weeks import format_week, monday_of, weeks_to_offer
from qpv_data.models import College

HOST = "Atelier des Exemples"
MOTIVATION = (
    "J'aime comprendre comment les choses sont faites. J'aimerais voir une vraie équipe au travail."
)
# Title, description, sector, programme of each posted offer.
TEXTS = (
    (
        "Du croquis au meuble",
        (
            "Mesurer, tracer, assembler\u202f: une petite étagère du croquis au vernis, avec "
            "l'équipe. "
            "Tu prépares le bois, tu découpes avec une menuisière, tu montes et tu ponces."
        ),
        "s24",
        ("Accueil, sécurité et visite", "Mesurer et tracer", "Découper et assembler"),
    ),
    (
        "Une semaine à l'accueil de l'atelier",
        (
            "Recevoir les clients, préparer les devis, photographier les meubles pour le site. "
            "Tu accompagnes chaque jour une personne différente de l'équipe."
        ),
        "s4",
        ("Découvrir les métiers", "Accueillir et téléphoner", "Préparer un devis"),
    ),
)
DAYS = ("lundi", "mardi", "mercredi")


def post_offers(user: User, college: College) -> list[Offer]:
    """Post the offers through the form's own door, at the place nearest to the collège.

    Those of an earlier season are past: the host posts again.
    """
    posted = Offer.objects.filter(posted_by=user, source=SOURCE).select_related("site__host")
    before, known = posted.last(), list(posted.to_come().order_by("pk"))
    site = Site.objects.order_by(Distance("point", college.point), "pk").first()
    if known or site is None:
        return known
    offers: list[Offer] = []
    for text in TEXTS:
        first = offers[0] if offers else before
        host = first.site.host if first else None
        draft = OfferDraft.objects.create(user=user, host=host, step=4, data=_typed(site, text))
        offers.append(publish(draft.pk, user))
    return offers


def _typed(site: Site, text: tuple[str, str, str, tuple[str, ...]]) -> dict[str, dict]:
    """Return the three steps as a browser would send them."""
    title, description, sector, programme = text
    content = {
        "title": title,
        "description": description,
        "sector": sector,
        "tutor_name": "Andréa Exemple",
        "tutor_trade": "menuisière",
        "jobs": "menuisière, vernisseur, comptable",
        "to_bring": "Des chaussures fermées",
        **{f"programme_{day}": words for day, words in zip(DAYS, programme, strict=True)},
    }
    steps = {"where": _where(site), "when": _when(), "content": content}
    return {
        step: {name: _sent(value) for name, value in told.items()} for step, told in steps.items()
    }


def _sent(value: Any) -> list[str]:
    return value if isinstance(value, list) else [str(value)]


def _where(site: Site) -> dict[str, Any]:
    return {
        "name": HOST,
        "is_public": "0",
        "description": "Menuiserie de douze personnes, inventée pour la démonstration.",
        "street": site.street,
        "postcode": site.postcode,
        "city": site.city,
        "lat": site.point.y,
        "lon": site.point.x,
        "precision": "given",
    }


def _when() -> dict[str, Any]:
    return {
        "weeks": [format_week(week) for week in weeks_to_offer(timezone.localdate())[2:12]],
        "rhythm": "same",
        "days": ["lundi", "mardi", "mercredi", "jeudi", "vendredi"],
        "start": "09:00",
        "end": "17:00",
        "lunch_break": "Salle de repos avec micro-ondes, ou la boulangerie d'en face",
        "capacity": "4",
        "reception": "group",
        "group_size": "2",
        "audience": "all",
    }


def play(students: list[Student], host: User, offers: list[Offer]) -> int:
    """Have the first pupils apply, and the host answer some; return how many applications stand.

    The first pupil has sent none yet: whoever tries the demonstration begins there.
    """
    college = students[0].college
    if not college.internship_weeks.exists():
        choose_weeks(college, _at_school(offers[0].weeks)[:4])
    if not Application.objects.filter(student__in=students).exists():
        sent = [_apply(student, offers[rank % 2]) for rank, student in enumerate(students[1:9])]
        for application in sent[:6]:
            read(application.pk, host)
        for application in sent[:3]:
            accept(application.pk, host, "Bienvenue\u202f! À lundi, 9\u202fh, demandez Andréa.")
        reject(sent[3].pk, host, "Nous avons déjà promis ces places. Bonne recherche\u202f!")
        confirm(sent[0].pk, sent[0].student.user)
    return Application.objects.filter(student__in=students).count()


def _at_school(weeks: list[int]) -> list[int]:
    """Leave out the holidays of the invented network: no school sends its pupils out then."""
    return [week for week in weeks if not is_school_holiday(monday_of(week))] or weeks


def _apply(student: Student, offer: Offer) -> Application:
    soon = timezone.localdate() + dt.timedelta(days=7)
    weeks = [week for week in offer.weeks if week >= int(f"{soon:%G%V}")]
    letter = Letter(week=_at_school(weeks)[0], motivation=MOTIVATION)
    return apply(student, offer.pk, letter, Representative("Dominique Exemple", phone="0600000000"))
