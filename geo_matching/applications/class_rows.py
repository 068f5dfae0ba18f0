"""The pupils of a collège with where they stand: five queries, however many they are."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import BooleanField, Count, ExpressionWrapper, Min, Q, QuerySet
from django.utils import timezone

from geo_matching.applications.class_standing import (
    Agreed,
    Group,
    Sent,
    Standing,
    standing_of,
)
from geo_matching.applications.models import Application, ApplicationMessage
from geo_matching.applications.states import WAITING, State
from geo_matching.schools.models import Student
from offers.models import Favourite

# How Django marks an account without a password.
_NO_PASSWORD = "!"  # noqa: S105 - the sign of none


@dataclass(frozen=True, slots=True)
class PupilRow:
    """A line of the table "Ma classe"."""

    pk: int
    last_name: str
    first_name: str
    class_id: int
    class_name: str
    standing: Standing
    # What it and its hosts wrote to each other.
    messages: int


def class_rows(pupils: QuerySet[Student]) -> list[PupilRow]:
    """Return these pupils in their order, each with its standing."""
    known = pupils.annotate(
        has_password=ExpressionWrapper(
            ~Q(user__password__startswith=_NO_PASSWORD), output_field=BooleanField()
        )
    ).values_list(
        "pk",
        "user",
        "user__last_name",
        "user__first_name",
        "school_class",
        "school_class__name",
        "has_password",
    )
    sent, agreed, kept = _sent(pupils), _agreed(pupils), _kept(pupils)
    written = _written(pupils)
    nothing, now = Sent(0), timezone.localtime()
    rows = []
    for pk, user, last_name, first_name, class_id, class_name, active in known:
        asked, accepted = sent.get(pk, nothing), agreed.get(pk, ())
        chosen = kept.get(user, 0)
        standing = standing_of(asked, accepted, kept=chosen, has_password=active, now=now)
        rows.append(
            PupilRow(pk, last_name, first_name, class_id, class_name, standing, written.get(pk, 0))
        )
    return rows


def figures(rows: list[PupilRow]) -> dict[Group, int]:
    """Count the pupils of each group; together they are all."""
    counts = Counter(row.standing.group for row in rows)
    return {group: counts[group] for group in Group}


def applications_of(pupils: QuerySet[Student]) -> QuerySet[Application]:
    """Return what these pupils sent, in no order."""
    return Application.objects.filter(student__in=pupils.order_by().values("pk")).order_by()


def _sent(pupils: QuerySet[Student]) -> dict[int, Sent]:
    """Count in the database: six applications a pupil are too many to read for a page."""
    waits = Q(state__in=WAITING)
    counted = (
        applications_of(pupils)
        .values_list("student")
        .annotate(
            total=Count("pk"),
            waiting=Count("pk", filter=waits),
            since=Min("submitted_at", filter=waits),
        )
    )
    return {student: Sent(*figures) for student, *figures in counted}


def _agreed(pupils: QuerySet[Student]) -> dict[int, list[Agreed]]:
    found: dict[int, list[Agreed]] = defaultdict(list)
    rows = applications_of(pupils).filter(state__in=(State.ACCEPTED, State.CONFIRMED))
    for student, state, host, week, changed_at, agreement in rows.values_list(
        "student", "state", "offer__site__host__name", "week", "changed_at", "agreement"
    ):
        found[student].append(Agreed(state, host, week, changed_at, agreement))
    return found


def _kept(pupils: QuerySet[Student]) -> dict[int, int]:
    kept = Favourite.objects.filter(user__in=pupils.order_by().values("user"))
    return dict(kept.order_by().values_list("user").annotate(Count("pk")))


def _written(pupils: QuerySet[Student]) -> dict[int, int]:
    sent = ApplicationMessage.objects.filter(application__in=applications_of(pupils).values("pk"))
    rows = sent.order_by().values_list("application__student").annotate(Count("pk"))
    return dict(rows)
