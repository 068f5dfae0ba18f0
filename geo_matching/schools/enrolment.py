"""Pupils enter, change class and leave: the verbs behind the pages and the class list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from geo_matching.accounts.models import User
from geo_matching.accounts.roles import Role
from geo_matching.schools.class_list_plan import Plan, plan_import
from geo_matching.schools.codes import new_codes
from geo_matching.schools.models import SchoolClass, Student
from geo_matching.schools.queries import classes_of, known_pupils, this_year
from geo_matching.schools.sources.class_list import ClassList, class_key
from qpv_data.models import College


@dataclass(frozen=True, slots=True)
class NewPupil:
    last_name: str
    first_name: str
    class_name: str


def preview(college: College, listed: ClassList) -> Plan:
    """Say what a class list would change; nothing is written."""
    classes = classes_of(college).values_list("name", flat=True)
    return plan_import(listed, known_pupils(college), classes)


@transaction.atomic
def apply_list(college: College, listed: ClassList, digest: str) -> Plan | None:
    """Do what was shown as `digest`; None, and nothing done, when the collège has changed since.

    The same list twice changes nothing: its second plan is empty.
    """
    _lock(college)
    plan = preview(college, listed)
    if not plan.changes:
        return plan
    if plan.digest != digest:
        return None
    enrol(college, [NewPupil(row.last_name, row.first_name, row.class_name) for row in plan.added])
    classes = _classes(college, [move.class_name for move in plan.moved])
    moved = [
        Student(pk=move.pupil.student, school_class=classes[class_key(move.class_name)])
        for move in plan.moved
    ]
    Student.objects.bulk_update(moved, ["school_class"])
    return plan


@transaction.atomic
def enrol(college: College, pupils: Sequence[NewPupil]) -> list[Student]:
    """Make accounts for pupils, each with a code of its own and no way in before its secret."""
    _lock(college)
    classes = _classes(college, [pupil.class_name for pupil in pupils])
    now = timezone.now()
    users = User.objects.bulk_create(
        [
            User(
                username=code,
                last_name=pupil.last_name,
                first_name=pupil.first_name,
                role=Role.PUPIL,
                password=make_password(None),
                approved_at=now,
            )
            for code, pupil in zip(new_codes(len(pupils)), pupils, strict=True)
        ]
    )
    return Student.objects.bulk_create(
        [
            Student(user=user, college=college, school_class=classes[class_key(pupil.class_name)])
            for user, pupil in zip(users, pupils, strict=True)
        ]
    )


@transaction.atomic
def change_pupil(student: Student, new: NewPupil) -> None:
    """Correct the name of a pupil, or its class; the account and its code stay."""
    _lock(student.college)
    student.school_class = _classes(student.college, [new.class_name])[class_key(new.class_name)]
    student.save(update_fields=["school_class"])
    student.user.last_name, student.user.first_name = new.last_name, new.first_name
    student.user.save(update_fields=["last_name", "first_name"])


@transaction.atomic
def leave(student: Student) -> None:
    """Take out a pupil who has left: the account is closed, the code ends."""
    User.objects.filter(pk=student.user_id).update(is_active=False)
    student.left_at = timezone.now()
    student.save(update_fields=["left_at"])


@transaction.atomic
def archive(classes: Iterable[SchoolClass]) -> int:
    """Close classes at the end of the year: their pupils can no longer sign in."""
    keys = [school_class.pk for school_class in classes]
    User.objects.filter(student__school_class__in=keys).update(is_active=False)
    return SchoolClass.objects.filter(pk__in=keys).update(archived_at=timezone.now())


@transaction.atomic
def reopen(school_class: SchoolClass) -> None:
    """Take a class out of the archive: its pupils may sign in again."""
    stayed = User.objects.filter(student__school_class=school_class, student__left_at__isnull=True)
    stayed.update(is_active=True)
    school_class.archived_at = None
    school_class.save(update_fields=["archived_at"])


def _lock(college: College) -> None:
    """Have one person at a time change the pupils of a collège."""
    College.objects.select_for_update(of=("self",)).get(pk=college.pk)


def _classes(college: College, names: Iterable[str]) -> dict[str, SchoolClass]:
    """Return the classes of these names by their key, those that do not exist yet made."""
    found = {class_key(one.name): one for one in classes_of(college)}
    missing = {class_key(name): name for name in names if class_key(name) not in found}
    if not missing:
        return found
    year = this_year()
    SchoolClass.objects.bulk_create(
        [SchoolClass(college=college, school_year=year, name=name) for name in missing.values()],
        ignore_conflicts=True,
    )
    for one in SchoolClass.objects.filter(
        college=college, school_year=year, name__in=missing.values()
    ):
        # A class that was archived too early comes back when somebody enters it.
        if one.archived_at is not None:
            reopen(one)
        found[class_key(one.name)] = one
    return found
