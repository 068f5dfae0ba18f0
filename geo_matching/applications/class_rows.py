"""The pupils of a collège in three groups, and where those stand that are shown."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from geo_matching.applications.class_standing import (
    Agreed,
    Group,
    Sent,
    Standing,
    standing_of,
)
from geo_matching.applications.models import Application, ApplicationMessage
from geo_matching.applications.states import LIVE, SEATED, WAITING, State
from geo_matching.schools.models import Student
from offers.models import Favourite

# How Django marks an account without a password.
_NO_PASSWORD = "!"  # noqa: S105 - the sign of none

# By the states of its applications alone, as `standing_of` does with all that it knows: the first
# group that one of them is in. An EXISTS would have PostgreSQL read the stages of all pupils.
_GROUPS = tuple(Group)
_PLACE = Case(
    When(state=State.CONFIRMED, then=_GROUPS.index(Group.PLACED)),
    When(state__in=LIVE, then=_GROUPS.index(Group.WAITING)),
    default=_GROUPS.index(Group.BLOCKED),
)
_SENT = Application.objects.filter(student=OuterRef("pk")).order_by().values("student")
_GROUP = Coalesce(
    Subquery(_SENT.annotate(first=Min(_PLACE)).values("first")), _GROUPS.index(Group.BLOCKED)
)


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil of the collège, in the figure it counts in."""

    pk: int
    user_id: int
    last_name: str
    first_name: str
    class_id: int
    class_name: str
    has_password: bool
    group: Group


@dataclass(frozen=True, slots=True)
class PupilRow:
    """A line of the table "Ma classe"."""

    pupil: Pupil
    standing: Standing
    # What it and its hosts wrote to each other.
    messages: int


def grouped(pupils: QuerySet[Student]) -> list[Pupil]:
    """Return these pupils in their order, each in its group: one query."""
    active = ~Q(user__password__startswith=_NO_PASSWORD)
    known = pupils.annotate(
        has_password=ExpressionWrapper(active, output_field=BooleanField()),
        group=_GROUP,
    ).values_list(
        "pk",
        "user",
        "user__last_name",
        "user__first_name",
        "school_class",
        "school_class__name",
        "has_password",
        "group",
    )
    return [Pupil(*row[:-1], _GROUPS[row[-1]]) for row in known]


def class_rows(pupils: Sequence[Pupil]) -> list[PupilRow]:
    """Return the lines of these pupils: four queries, however many they are."""
    # By their keys: PostgreSQL would look for the same pupils in each query.
    pks = [pupil.pk for pupil in pupils]
    sent, agreed, written = _sent(pks), _agreed(pks), _written(pks)
    kept = _kept([pupil.user_id for pupil in pupils])
    nothing, now = Sent(0), timezone.localtime()
    rows = []
    for pupil in pupils:
        standing = standing_of(
            sent.get(pupil.pk, nothing),
            agreed.get(pupil.pk, ()),
            kept=kept.get(pupil.user_id, 0),
            has_password=pupil.has_password,
            now=now,
        )
        rows.append(PupilRow(pupil, standing, written.get(pupil.pk, 0)))
    return rows


def figures(pupils: Sequence[Pupil]) -> dict[Group, int]:
    """Count the pupils of each group; together they are all."""
    counts = Counter(pupil.group for pupil in pupils)
    return {group: counts[group] for group in Group}


def applications_of(pupils: list[int]) -> QuerySet[Application]:
    """Return what these pupils sent, in no order."""
    return Application.objects.filter(student__in=pupils).order_by()


def _sent(pupils: list[int]) -> dict[int, Sent]:
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


def _agreed(pupils: list[int]) -> dict[int, list[Agreed]]:
    found: dict[int, list[Agreed]] = defaultdict(list)
    rows = applications_of(pupils).filter(state__in=SEATED)
    for student, state, host, week, changed_at, agreement in rows.values_list(
        "student", "state", "offer__site__host__name", "week", "changed_at", "agreement"
    ):
        found[student].append(Agreed(state, host, week, changed_at, agreement))
    return found


def _kept(users: list[int]) -> dict[int, int]:
    kept = Favourite.objects.filter(user__in=users)
    return dict(kept.order_by().values_list("user").annotate(Count("pk")))


def _written(pupils: list[int]) -> dict[int, int]:
    sent = ApplicationMessage.objects.filter(application__student__in=pupils)
    rows = sent.order_by().values_list("application__student").annotate(Count("pk"))
    return dict(rows)
