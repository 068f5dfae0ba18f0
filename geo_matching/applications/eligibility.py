"""Who may apply to what, and for which weeks: one obstacle a rule, each with its French words."""

import datetime as dt
from collections.abc import Iterable

from django.db import models

from geo_matching.accounts.models import current_season
from geo_matching.applications.deadlines import has_begun
from geo_matching.applications.models import Application
from geo_matching.applications.states import State
from geo_matching.schools.models import Student
from geo_matching.schools.queries import weeks_of
from geo_matching.schools.school_year import school_year_of, weeks_of_year
from offers.coming import coming_week, goes_on
from offers.models import Audience, HostMember, Offer
from qpv_data.models import College, EducationPriority
from qpv_data.near_qpv import colleges_near_qpv


class Obstacle(models.TextChoices):
    """Why a pupil may not apply; the label is what it reads."""

    SEASON = "season", "Les candidatures sont fermées pour le moment."
    CLOSED = "closed", "Cette offre n'est plus publiée."
    PARTNER = "partner", "La candidature se fait sur le site du partenaire."
    NO_TEAM = (
        "no_team",
        (
            "Cette structure ne reçoit pas encore de candidatures sur ce site. Contacte-la "
            "toi-même, ou demande à ton collège de le faire\u202f: son adresse est sur la page de "
            "l'offre."
        ),
    )
    FULL = "full", "Toutes les places sont prises."
    AUDIENCE = "audience", "Cette offre est réservée à d'autres collèges que le tien."
    PLACED = "placed", "Tu as déjà confirmé un stage."
    NO_WEEK = "no_week", "Aucune semaine de cette offre ne convient à ton collège."
    WRONG_WEEK = "wrong_week", "Choisis une semaine de la liste."


def why_not(student: Student, offer: Offer, weeks: Iterable[int]) -> Obstacle | None:
    """Return the first thing that keeps a pupil from applying, None when it may.

    Parameters
    ----------
    student, offer
        With `student.college` and `offer.site` at hand.
    weeks
        Those the pupil may choose from: `choosable_weeks`.
    """
    closed = closed_to_all(offer)
    if closed is not None:
        return closed
    if has_stage(student):
        return Obstacle.PLACED
    if not open_to(offer, student.college):
        return Obstacle.AUDIENCE
    return None if list(weeks) else Obstacle.NO_WEEK


def closed_to_all(offer: Offer) -> Obstacle | None:
    """Return what keeps everybody from applying here."""
    if offer.published_at is None or offer.removed_at is not None:
        return Obstacle.CLOSED
    if offer.permalink:
        return Obstacle.PARTNER
    if not current_season().applications_open:
        return Obstacle.SEASON
    if not HostMember.objects.filter(host=offer.site.host_id).exists():
        return Obstacle.NO_TEAM
    return Obstacle.FULL if offer.seats_left <= 0 else None


def has_stage(student: Student) -> bool:
    return Application.objects.filter(student=student, state=State.CONFIRMED).exists()


def open_to(offer: Offer, college: College) -> bool:
    """Say whether the pupils of a collège belong to an offer's audience."""
    if offer.audience == Audience.REP:
        return college.priority != EducationPriority.NONE
    if offer.audience == Audience.QPV:
        return college.uai in colleges_near_qpv([college.uai])
    if offer.audience == Audience.COLLEGES:
        return offer.reserved_colleges.filter(pk=college.pk).exists()
    return True


def choosable_weeks(offer: Offer, college: College, today: dt.date) -> list[int]:
    """Return the weeks of the offer that the school sends its pupils out in and that are to come.

    An offer without weeks takes pupils in all of them; so does a school that has chosen none.
    """
    school, offered = weeks_of(college), set(offer.weeks)
    year = weeks_of_year(school_year_of(today))
    weeks = offered & school if offered and school else offered or school or year
    return sorted(week for week in weeks if not has_begun(week, today))


def is_over(offer: Offer, today: dt.date) -> bool:
    """Say whether every week of an offer has begun."""
    return not goes_on(offer.weeks, coming_week(today))
